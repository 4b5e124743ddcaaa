import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { Copy, Env, type Instruction } from 'dockerfile-ast';
import { z } from 'zod';
import { builtForImages } from '../../support/builtRepository.ts';
import { copyForImages, isForImages } from '../../support/dockerignore.ts';
import { launch } from '../../support/process.ts';
import { type Stage, stagesOf } from './stages.ts';

const execute = promisify(execFile);

// Runs the steps of the Dockerfile without a container engine: each stage has a folder in place of its file system.

/** What the last stage of the Dockerfile makes, without its base image. */
export interface Image {
  /** The folder in place of its file system. */
  readonly root: string;
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly healthcheck: readonly string[];
  readonly user: string;
  remove(): Promise<void>;
}

interface Layers {
  readonly root: string;
  workdir: string;
  user: string;
  environment: Record<string, string>;
  entrypoint: readonly string[];
  healthcheck: readonly string[];
}

/** Builds the image of a Dockerfile, from the files of the repository that .dockerignore leaves. */
export async function buildImage(dockerfile: string): Promise<Image> {
  const folder = await mkdtemp(join(tmpdir(), 'image-'));
  // Another user runs what is in it.
  await chmod(folder, 0o755);
  const stages = stagesOf(dockerfile);
  const built = new Map<string, Layers>();
  for (const [index, stage] of stages.entries()) {
    const isUsed = index === stages.length - 1 || isCopiedFrom(stage, stages);
    if (isUsed) built.set(stage.name ?? '', await buildStage(join(folder, String(index)), stage, built));
  }
  const image = [...built.values()].at(-1);
  if (image === undefined) throw new Error('The Dockerfile has no stage');
  return { ...image, remove: () => rm(folder, { recursive: true, force: true }) };
}

const isCopiedFrom = ({ name }: Stage, stages: readonly Stage[]) =>
  stages.some(({ steps }) => steps.some((step) => step instanceof Copy && sourceOf(step) === name));
const sourceOf = (step: Copy) => step.getFromFlag()?.getValue() ?? undefined;

async function buildStage(root: string, stage: Stage, built: ReadonlyMap<string, Layers>): Promise<Layers> {
  await mkdir(root);
  const empty = { environment: {}, entrypoint: [], healthcheck: [] };
  const layers: Layers = { root, workdir: '/', user: 'root', ...empty };
  for (const step of stage.steps) await run(step, layers, built);
  return layers;
}

async function run(step: Instruction, layers: Layers, built: ReadonlyMap<string, Layers>): Promise<void> {
  const text = step.getArgumentsContent() ?? '';
  const keyword = step.getKeyword();
  if (step instanceof Copy) {
    const stage = sourceOf(step);
    const source = stage === undefined ? undefined : built.get(stage);
    if (stage !== undefined && source === undefined) throw new Error(`COPY --from=${stage}: no such stage`);
    const paths = step.getArguments().map((path) => path.getValue());
    await copy(paths.slice(0, -1), join(layers.root, layers.workdir, paths.at(-1) ?? ''), source?.root);
  } else if (step instanceof Env) {
    for (const property of step.getProperties())
      layers.environment[property.getName()] = property.getValue() ?? '';
  } else if (keyword === 'WORKDIR') {
    layers.workdir = text;
    await mkdir(join(layers.root, text), { recursive: true });
  } else if (keyword === 'RUN') await runCommand(text, layers);
  else if (keyword === 'USER') layers.user = text;
  else if (keyword === 'ENTRYPOINT') layers.entrypoint = execForm(text);
  else if (keyword === 'HEALTHCHECK') layers.healthcheck = execForm(text.replace(/^.*?CMD /s, ''));
  else if (keyword !== 'EXPOSE') throw new Error(`This test cannot run ${keyword}`);
}

/** The exec form: a shell would be process 1, and there is none. */
function execForm(text: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(text));
}

/** Copies as COPY does: the content of a folder, or files by their names; from the repository without a stage. */
async function copy(names: readonly string[], target: string, stage: string | undefined): Promise<void> {
  if (stage !== undefined) return linkAll(names, target, stage);
  for (const name of names) {
    if (!isForImages(name)) throw new Error(`COPY ${name}: .dockerignore excludes it`);
    const isFolder = (await stat(name)).isDirectory();
    await copyForImages(name, isFolder ? target : join(target, name));
  }
}

/** Folders of a stage; as links, because nothing changes them afterwards. */
async function linkAll(folders: readonly string[], target: string, stage: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const folder of folders) await execute('cp', ['-al', `${join(stage, folder)}/.`, target]);
}

async function runCommand(command: string, { root, workdir, environment }: Layers): Promise<void> {
  const folder = join(root, workdir);
  // It takes a minute or more, and the repository has what it installs, from the same lock file.
  if (command === 'npm ci') return symlink(resolve('node_modules'), join(folder, 'node_modules'));
  // The tests of the package build it, too: the result of the same files is the same.
  if (command === 'npm run build') {
    const built = await builtForImages();
    if (isDeepStrictEqual(sourcesIn(folder), sourcesIn(built)))
      return cp(join(built, 'dist'), join(folder, 'dist'), { recursive: true });
  }
  const settings = { ...environment, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };
  const { code, output, errors } = await launch(`cd '${folder}' && ${command}`, settings).exited;
  if (code !== 0) throw new Error(`RUN ${command} ended with ${code}: ${output}${errors}`);
}

/** Every file, with its content, but for what is installed and built. */
function sourcesIn(folder: string): Readonly<Record<string, string>> {
  const entries = globSync('{*,.npmrc,*/**}', {
    cwd: folder,
    exclude: ['dist', 'node_modules'],
    withFileTypes: true,
  });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}
