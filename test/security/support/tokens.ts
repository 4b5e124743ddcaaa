import { createHash } from 'node:crypto';

/** Stands in every token, so that looking for it finds any of them. */
export const MARK = 'sekrit';

function hash(...parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** A number from 0 up to 1: the same for the same seed. */
export function draw(...seed: readonly unknown[]): number {
  return hash(...seed).readUInt32BE() / 2 ** 32;
}

/** What an object is called for the holder of a token: nobody else can know. */
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
