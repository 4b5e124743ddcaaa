import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
const PERIOD_US = 20_000;

/**
 * Limits a process to a share of one core, with a control group of its own.
 *
 * @returns removes the group; to be called once the process has ended.
 * @throws where this user may not create control groups.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export function limitCpu(pid: number, share: number): () => void {
  const quotaUs = Math.round(share * PERIOD_US);
  const isV2 = existsSync(join(ROOT, 'cgroup.controllers'));
  const dir = join(ROOT, isV2 ? '' : 'cpu', `bench-${pid}`);
  const write = (file: string, text: string) => writeFileSync(join(dir, file), text);
  try {
    if (isV2) writeFileSync(join(ROOT, 'cgroup.subtree_control'), '+cpu');
    mkdirSync(dir);
    if (isV2) write('cpu.max', `${quotaUs} ${PERIOD_US}`);
    else {
      write('cpu.cfs_period_us', String(PERIOD_US));
      write('cpu.cfs_quota_us', String(quotaUs));
    }
    write('cgroup.procs', String(pid));
  } catch (cause) {
    throw new Error('The CPU of a process can be limited by root only, with control groups.', { cause });
  }
  return () => rmdirSync(dir);
}
