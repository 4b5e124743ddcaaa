import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';

// What several test files need and takes seconds to make, such as the packed package: made once per run.

const ROOT = 'SHARED_FOLDERS';
const CHECK_EVERY_MS = 50;
const READY = 'ready';

/** Vitest's global set-up: the folder of the shared folders, emptied for each run of a watch. */
export function setup(project: TestProject): void {
  const root = mkdtempSync(join(tmpdir(), 'shared-folders-'));
  process.env[ROOT] = root;
  project.onTestsRerun(() => {
    rmSync(root, { recursive: true });
    mkdirSync(root);
  });
}

// Not synchronously: with all that is in them it takes seconds, in which Vitest would not see that its workers have ended.
export async function teardown(): Promise<void> {
  await rm(process.env[ROOT] ?? '', { recursive: true, force: true });
}

/**
 * A folder that the first test file to need it fills, while the others wait.
 *
 * @throws the failure to fill it, in each of the files.
 */
export async function sharedFolder(
  name: string,
  fill: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = join(process.env[ROOT] ?? '', name);
  const outcome = `${folder}.outcome`;
  if (await isFirst(folder)) {
    const filled = await fill(folder).then(() => READY, String);
    // Renamed, so that nobody reads half of it.
    await writeFile(`${outcome}.new`, filled);
    await rename(`${outcome}.new`, outcome);
  }
  while (!existsSync(outcome)) await sleep(CHECK_EVERY_MS);
  const text = await readFile(outcome, 'utf8');
  if (text !== READY) throw new Error(text);
  return folder;
}

/** Whether the folder did not exist: to make it decides who fills it. */
async function isFirst(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
