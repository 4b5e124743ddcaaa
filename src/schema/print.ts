import { writeFileSync } from 'node:fs';
import { printSchema } from 'graphql';
import { schema } from './index.ts';

/** The text of `schema.graphql`. */
export function schemaText(): string {
  return `${printSchema(schema).trimEnd()}\n`;
}

// `npm run schema`
if (import.meta.main) writeFileSync('schema.graphql', schemaText());
