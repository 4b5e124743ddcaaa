import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const flag = z.boolean().default(false);
const entry = z.object({ dev: flag, devOptional: flag, hasInstallScript: flag });
const integrities = z.object({
  packages: z.record(
    z.string(),
    z.object({ link: flag, integrity: z.string().startsWith('sha512-').optional() }),
  ),
});
const lockFile = z.object({ packages: z.record(z.string(), entry) });

test('no production dependency has an install script', () => {
  const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const production = Object.entries(packages).filter(([, { dev, devOptional }]) => !dev && !devOptional);
  expect(production.length).toBeGreaterThan(10);
  expect(production.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
});

test('every locked package has the integrity of its archive', () => {
  for (const path of ['package-lock.json', 'bench/peers/package-lock.json']) {
    const { packages } = integrities.parse(JSON.parse(readFileSync(path, 'utf8')));
    const locked = Object.entries(packages).filter(([name, { link }]) => name !== '' && !link);
    expect(locked.length).toBeGreaterThan(10);
    expect(locked.filter(([, { integrity }]) => integrity === undefined).map(([name]) => name)).toEqual([]);
  }
});
