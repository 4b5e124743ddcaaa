import { readdirSync, readFileSync } from 'node:fs';

/**
 * The time that all threads of a process have been running on a core, in microseconds. It includes garbage
 * collection and the kernel's work on its behalf.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function cpuTimeUs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce((total, task) => total + onCpuNs(`${tasks}/${task}`) / 1_000, 0);
}

function onCpuNs(task: string): number {
  const [onCpu = ''] = readFileSync(`${task}/schedstat`, 'utf8').split(' ');
  return Number(onCpu);
}

/**
 * How long the main thread of a process has been ready to run while its core was busy otherwise, in
 * milliseconds: with other threads of its own, or with other processes.
 */
export function waitedMs(pid: number): number {
  const [, waited = ''] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(waited) / 1_000_000;
}

/** The memory that a process has resident right now, in MB (1,000,000 bytes). */
export function residentMb(pid: number): number {
  const [, kib = ''] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kib) * 1_024) / 1_000_000;
}

/** Whether this system can say these things at all. */
export function hasProcfs(): boolean {
  try {
    return cpuTimeUs(process.pid) > 0 && residentMb(process.pid) > 0;
  } catch {
    return false;
  }
}
