import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

// The command with its dependencies in a few files, which start faster than the hundreds that they are made of. Hosts
// import the packages themselves, so that they have one copy of each.

const manifest: { peerDependencies: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

const { metafile } = await build({
  entryPoints: ['src/bin.ts'],
  outdir: 'dist',
  // As deep as the sources, which read files of the package by relative URLs.
  chunkNames: 'command/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // A process needs one copy of what a user installs, and the interface of traces one with its exporter.
  external: [...Object.keys(manifest.peerDependencies), '@opentelemetry/api'],
  // For dependencies that are CommonJS.
  banner: {
    js: "import { createRequire as createRequireOf } from 'node:module';\nconst require = createRequireOf(import.meta.url);",
  },
  metafile: true,
});
writeFileSync('dist/command/LICENSES.txt', licensesIn(metafile));

/** The licences of the packages in a bundle, which have to go with it. */
function licensesIn({ inputs }: Metafile): string {
  const folders = Object.keys(inputs).flatMap((path) => {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
    return folder === undefined ? [] : [folder];
  });
  return [...new Set(folders)]
    .toSorted()
    .map((folder) => {
      const { name, version, license }: Record<string, string> = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      );
      const file = readdirSync(folder).find((each) => /^licen[cs]e(?:\.|$)/i.test(each));
      const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
      return `${name} ${version} (${license})${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
