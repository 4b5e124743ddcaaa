import { writeFileSync } from 'node:fs';
import { printSchema } from 'graphql';
import { schema } from './index.ts';
import { federationSdl, stitchingSdl } from './supergraph/sdl.ts';

/** The text of each schema file: the schema itself, and what the two kinds of supergraph compose. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'schema.graphql': `${printSchema(schema).trimEnd()}\n`,
    'schema.federation.graphql': federationSdl(schema),
    'schema.stitching.graphql': stitchingSdl(schema),
  };
}

// `npm run schema`
if (import.meta.main) {
  for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(name, text);
}
