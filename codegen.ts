import type { CodegenConfig } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';

/** The client preset without its `graphql()` function, which nothing here calls. */
const typedDocuments: typeof preset = {
  ...preset,
  buildGeneratesSection: async (options) =>
    (await preset.buildGeneratesSection(options)).filter(({ filename }) => !filename.endsWith('/gql.ts')),
};

/** Typed documents for the example operations, from the committed schema: `npm run codegen`. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'examples/operations/*.graphql',
  generates: {
    'src/client/generated/': {
      preset: typedDocuments,
      presetConfig: {
        fragmentMasking: false,
        skipIndexFile: true,
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: {
        enumType: 'string-literal',
        useTypeImports: true,
        importExtension: '.ts',
        scalars: { ID: 'string', JSON: 'unknown', SafeInt: 'number' },
      },
    },
  },
};

export default config;
