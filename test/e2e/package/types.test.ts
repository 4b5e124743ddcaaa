import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOfProject, otherRuntimes } from './support/installed.ts';
import { MODULES, run } from './support/project.ts';

let folder = '';
let runtimes = '';

beforeAll(async () => {
  [folder, runtimes] = await Promise.all([folderOfProject('types'), otherRuntimes()]);
}, 300_000);

describe('its types, without skipLibCheck', () => {
  const SERVER = `import * as gateway from 'msgraph-gateway';
    import { createMetrics, type Metrics } from 'msgraph-gateway/telemetry';
    import type {
      Config, ErrorCode, ErrorExtensions, Gateway, GatewayOptions, GraphDetails, GraphErrorDetail, Limit, WriteOutcome,
    } from 'msgraph-gateway';
    const { ConfigError, createGateway, ERROR_CODES, readConfig, schema } = gateway;
    const config: Config = readConfig({});
    const metrics: Metrics = createMetrics();
    const options: GatewayOptions = { graphiqlToken: 'demo', telemetry: [metrics] };
    export const running: Gateway = createGateway(config, options);
    export const codes: readonly ErrorCode[] = ERROR_CODES;
    export const typeNames: string[] = Object.keys(schema.getTypeMap());
    export const failure: InstanceType<typeof ConfigError> = new ConfigError([]);
    export const port: number = config.port;
    export type Rest = [ErrorExtensions, GraphDetails, GraphErrorDetail, Limit, WriteOutcome];
    // @ts-expect-error: a setting has its own type, so that they all have one
    export const wrong: string = config.maxCost;`;
  const CLIENT = `import { ERROR_CODES, ExternalConnectionDocument, isErrorCode, type ErrorCode } from 'msgraph-gateway/client';
    import type { CreateExternalConnectionInput, ErrorExtensions, Limit, WriteOutcome } from 'msgraph-gateway/client';
    import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
    export const variables: VariablesOf<typeof ExternalConnectionDocument> = { id: 'x' };
    export const name = (result: ResultOf<typeof ExternalConnectionDocument>) => result.externalConnection?.name;
    export const codes: readonly ErrorCode[] = ERROR_CODES.filter(isErrorCode);
    export type Rest = [CreateExternalConnectionInput, ErrorExtensions, Limit, WriteOutcome];`;
  const compilers = {
    '5.9': () => [join(runtimes, 'node_modules/typescript/bin/tsc')],
    // One checker: each one repeats half of the work of the others.
    '7.0': () => [join(MODULES, 'typescript/bin/tsc'), '--checkers', '1'],
  };

  async function check(
    compiler: () => readonly string[],
    module: string,
    files: Record<string, string>,
    types: string[],
  ) {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const options = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      skipLibCheck: false,
      // The compiler's own libraries, half of all there is to check, are nothing of the package.
      skipDefaultLibCheck: true,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      module: module === 'bundler' ? 'esnext' : module,
      moduleResolution: module,
      types,
      typeRoots: [join(MODULES, '@types')],
    };
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: Object.keys(files) }),
    );
    const args = [...compiler(), '--project', folder, '--listFiles'];
    const { stdout } = await run('node', args).catch((error) => ({ stdout: `${error.stdout}` }));
    const lines = stdout.split('\n').filter((line) => line !== '');
    const files_ = lines.filter((line) => line.startsWith('/'));
    return { errors: lines.filter((line) => !line.startsWith('/')), files: files_ };
  }

  const [older, newer] = [compilers['5.9'], compilers['7.0']];
  // Not both at once, the older compiler and bundlers: tarball.test.ts has attw look for the types as bundlers do, and it
  // has an older compiler in it.
  const cases = [
    ['5.9', 'nodenext', older],
    ['7.0', 'nodenext', newer],
    ['7.0', 'bundler', newer],
  ] as const;
  test.each(cases)('TypeScript %s with %s takes all that the server exports', async (_, module, compiler) => {
    const { errors, files } = await check(compiler, module, { 'server.ts': SERVER }, ['node']);
    expect(errors).toEqual([]);
    expect(files.filter((file) => file.includes('pothos'))).toEqual([]);
  });

  test.each(cases.filter((_, index) => index !== 1))(
    'TypeScript %s with %s takes the client without Node types',
    async (_, module, compiler) => {
      const { errors, files } = await check(compiler, module, { 'client.ts': CLIENT }, []);
      expect(errors).toEqual([]);
      expect(files.length).toBeGreaterThan(0);
      expect(files.filter((file) => /zod|pothos|pino|@types\/node/.test(file))).toEqual([]);
    },
  );
});
