import { createHash } from 'node:crypto';

/** Part of every token, to search for all of them together. */
export const MARK = 'sekrit';

function hash(...parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** A number from 0 up to 1: the same for the same seed. */
export function draw(...seed: readonly unknown[]): number {
  return hash(...seed).readUInt32BE() / 2 ** 32;
}

/** The name of an object for the holder of a token; no other caller can know it. */
export function nameFor(token: string, id: string): string {
  return hash('name', token, id).toString('hex').slice(0, 24);
}

export function tokenOf(seed: string, index: number): string {
  return `eyJ0.${MARK}-${hash(seed, 'token', index).toString('hex')}`;
}

export function guidOf(seed: string, index: number): string {
  const hex = hash(seed, 'guid', index).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
