import { readdirSync, readFileSync } from 'node:fs';

/**
 * The time that all threads of a process were on a core, in milliseconds: garbage collection and the kernel's work
 * for the process included.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function cpuTimeMs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce((total, task) => {
    const [onCpuNs = ''] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ');
    return total + Number(onCpuNs) / 1e6;
  }, 0);
}

/** Resident memory of a process, in MB (1,000,000 bytes). */
export function residentMb(pid: number): number {
  const [, kib = ''] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kib) * 1_024) / 1e6;
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list.split(' ').filter(Boolean).map(Number);
}
