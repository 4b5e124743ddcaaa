-- Sends the request in the environment, each time with another nonce where it has one, and at a fixed rate where one
-- is set: a connection that becomes free takes the next request that is due. Prints the counts as one line of JSON.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } bench_time;
  int clock_gettime(int clock, bench_time *time);
]]

local rate = tonumber(os.getenv("BENCH_RATE"))
local nonce = os.getenv("BENCH_NONCE")
local seed = os.getenv("BENCH_SEED")
local length = tonumber(os.getenv("BENCH_LENGTH"))

wrk.method = os.getenv("BENCH_METHOD")
wrk.body = os.getenv("BENCH_BODY")
wrk.path = os.getenv("BENCH_PATH")
wrk.headers["authorization"] = os.getenv("BENCH_AUTHORIZATION")
if wrk.body then wrk.headers["content-type"] = "application/json" end

good, overloaded, other = 0, 0, 0
local threads, text, sent, due = {}, nil, 0, nil
local time = ffi.new("bench_time")

local function now_ms()
  ffi.C.clock_gettime(1, time)
  return tonumber(time.seconds) * 1e3 + tonumber(time.nanoseconds) / 1e6
end

function setup(thread) threads[#threads + 1] = thread end

function init() text = wrk.format() end

if nonce then
  function request()
    sent = sent + 1
    return (text:gsub(nonce, string.format("%s%07d", seed, sent)))
  end
end

if rate then
  -- Milliseconds until the next request; what is a second late is not sent at all.
  function delay()
    local now = now_ms()
    due = math.max((due or now) + 1000 / rate, now - 1000)
    return math.max(0, due - now)
  end
end

function response(status, headers, body)
  if status < 300 and (not length or #body == length) then
    good = good + 1
  elseif status == 503 and (headers["Retry-After"] or headers["retry-after"]) then
    overloaded = overloaded + 1
  else
    other = other + 1
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"good":%d,"overloaded":%d,"other":%d,"broken":%d,"timeouts":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f}\n',
    threads[1]:get("good"), threads[1]:get("overloaded"), threads[1]:get("other"),
    errors.connect + errors.read + errors.write, errors.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
