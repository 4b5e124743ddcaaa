import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const flag = z.boolean().default(false);
const entry = z.object({ dev: flag, devOptional: flag, hasInstallScript: flag });
const lockFile = z.object({ packages: z.record(z.string(), entry) });

test('no production dependency has an install script', () => {
  const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const production = Object.entries(packages).filter(([, { dev, devOptional }]) => !dev && !devOptional);
  expect(production.length).toBeGreaterThan(10);
  expect(production.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
});
