import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents for the example operations, from the committed schema: `npm run codegen`. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'examples/operations/*.graphql',
  generates: {
    'src/client/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
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
