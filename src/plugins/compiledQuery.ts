import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  type Source,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import { isCompilable } from './compilable.ts';

/** A query turned into code: the same answers as graphql-js's, at less cost. */
export type Plan = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/** The module `graphql-jit`; it takes longer to load than a first answer should wait. */
export type Compiler = typeof import('graphql-jit');

/** Compiles a valid query; `undefined` where the compiled one might answer otherwise than graphql-js. */
export function compile(
  { compileQuery, isCompiledQuery }: Compiler,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Plan | undefined {
  if (!isCompilable(document, operation)) return undefined;
  const compiled = compileQuery(schema, document, operation.name?.value);
  if (!isCompiledQuery(compiled)) return undefined;
  const definitions = operation.variableDefinitions ?? [];
  const defaults = defaultsOf(definitions);
  return (args) => {
    const given = args.variableValues ?? {};
    // A null where the default stands in for a required argument: an error that graphql-jit words otherwise.
    for (const name in defaults) if (given[name] === null) return execute(args);
    // Whether the variables are right is for graphql-js to say, in its words.
    const { errors } = getVariableValues(schema, definitions, given, { maxErrors: 50 });
    if (errors !== undefined) return { errors };
    // graphql-jit itself forgets the default of a variable that must not be null.
    const result = compiled.query(args.rootValue, args.contextValue, { ...defaults, ...given });
    return result instanceof Promise
      ? result.then((settled) => placed(settled, document))
      : placed(result, document);
  };
}

/** The default values of variables, in the form in which a client would send them. */
function defaultsOf(definitions: readonly VariableDefinitionNode[]): Record<string, unknown> {
  const defaults: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of definitions) {
    if (defaultValue !== undefined) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return defaults;
}

/** graphql-jit's errors know their line and column only; graphql-js's know the document, too. */
function placed(result: ExecutionResult, { loc }: DocumentNode): ExecutionResult {
  if (result.errors === undefined || loc === undefined) return result;
  return { ...result, errors: result.errors.map((error) => placedError(error, loc.source)) };
}

function placedError(error: GraphQLError, source: Source): GraphQLError {
  const { message, locations = [], path = null, originalError = null } = error;
  const positions = locations.map(({ line, column }) => lineStart(source, line) + column - 1);
  return new GraphQLError(message, { source, positions, path, originalError });
}

function lineStart({ body }: Source, line: number): number {
  const breaks = body.matchAll(/\r\n|[\n\r]/g);
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const { value } = breaks.next();
    if (value !== undefined) start = value.index + value[0].length;
  }
  return start;
}
