import { writeFileSync } from 'node:fs';
import { printSchema } from 'graphql';
import { schema } from './index.ts';
import { federationSdl, stitchingSdl } from './supergraph/sdl.ts';

const maxLineLength = 100;

/** The text of each schema file: the schema itself, and what the two kinds of supergraph compose. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'schema.graphql': wrapped(`${printSchema(schema).trimEnd()}\n`),
    'schema.federation.graphql': wrapped(federationSdl(schema)),
    'schema.stitching.graphql': wrapped(stitchingSdl(schema)),
  };
}

/** The SDL with lines of block strings broken at spaces. In Markdown, a line break is a space. */
function wrapped(sdl: string): string {
  return sdl.replaceAll(/^( *)"""\n.*?^\1"""$/gms, (block, indent: string) => {
    const line = new RegExp(`(\\S.{0,${maxLineLength - indent.length - 1}})(?: +|$)`, 'gm');
    return block.replaceAll(line, `$1\n${indent}`).replaceAll(/\n\s*(?=\n|$)/g, '');
  });
}

// `npm run schema`
if (import.meta.main) {
  for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(name, text);
}
