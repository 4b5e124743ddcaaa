-- Sends the request in the environment, and prints what was counted as one line of JSON.

wrk.method = os.getenv("BENCH_METHOD")
wrk.headers["authorization"] = os.getenv("BENCH_AUTHORIZATION")
if wrk.method == "POST" then
  wrk.headers["content-type"] = "application/json"
  wrk.body = os.getenv("BENCH_BODY")
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"answers":%d,"failures":%d,"durationMs":%.3f,"p50Ms":%.3f,"p99Ms":%.3f}\n',
    summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration / 1000,
    latency:percentile(50) / 1000,
    latency:percentile(99) / 1000
  ))
end
