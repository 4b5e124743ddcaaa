import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { inJson } from './checks.ts';
import { SETTING_CHECKS } from './names.ts';

const FILE = 'config.schema.json';

/** The JSON Schema of a config file: the checks of the settings, described as in docs/operations.md. */
export function configSchema(): Readonly<Record<string, string>> {
  const checks = SETTING_CHECKS;
  const { properties = {} } = z.toJSONSchema(z.object(checks), {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const own = inJson.get(zodSchema);
      if (own === undefined) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, own);
    },
  });
  const descriptions = descriptionsIn(readFileSync('docs/operations.md', 'utf8'));
  const settings = Object.entries(properties).map(([name, schema]) => {
    const description = descriptions.get(name);
    // The default in JSON is what the check returns, not a text.
    const value = checks[name]?.safeParse(undefined).data ?? undefined;
    return [name, { ...(description && { description }), ...Object(schema), default: value }] as const;
  });
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of msgraph-gateway',
    description:
      'msgraph-gateway.config.json: settings that neither the command line nor the environment has.',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(settings) },
    additionalProperties: false,
  };
  return { [FILE]: `${JSON.stringify(schema, null, 2)}\n` };
}

/** The last cell of each row of the tables of settings, as plain text. */
function descriptionsIn(page: string): ReadonlyMap<string, string> {
  const rows = page.matchAll(/^\| `([A-Z_]+)` \| .*? \| (.*) \|$/gm);
  return new Map(
    [...rows].map(([, name = '', text = '']) => [
      name,
      text.replaceAll('`', '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
    ]),
  );
}

// `npm run schema`
if (import.meta.main) {
  for (const [name, text] of Object.entries(configSchema())) writeFileSync(name, text);
}
