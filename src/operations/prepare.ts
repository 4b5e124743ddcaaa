import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  Source,
  validate,
} from 'graphql';
import { MAX_ERRORS } from '../msgraph/protocol/errorBudget.ts';
import { limitExceeded } from '../schema/errors.ts';
import { Rejection } from './errors.ts';
import { DocumentMeter, type Fragments, type OperationSize } from './measure.ts';
import { applicableRules, NO_INTROSPECTION_RULES } from './rules.ts';
import { type SecretFilter, withoutStrings } from './secrets.ts';
import { overSelectionLimits, type SelectionLimits } from './selectionLimits.ts';
import { rootConditions } from './subscriptionRoot.ts';
import { readTokens, type Tokens } from './tokens.ts';

/** A valid operation, with all that depends on its document alone. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly tokens: Tokens;
  /** Measured without variables. */
  readonly size: OperationSize;
  /** Whether its document is a trusted one, which is always in memory. */
  readonly isTrusted: boolean;
}

export interface PrepareOptions extends SelectionLimits {
  readonly maxDocumentTokens: number;
  readonly introspection: boolean;
  /** Whether errors suggest names. */
  readonly suggestions: boolean;
}

const INVALID = { code: 'GRAPHQL_VALIDATION_FAILED' } as const;
// A validation message repeats names; no schema has longer ones.
const MAX_NAME_LENGTH = 200;
// Validation compares each with each other, in less than 50 ms for so many. Longer documents may repeat more.
const MIN_REPEATED_FIELDS = 200;

/** Returns the operations of a document, ready to run, or why it is rejected. */
export function prepare(
  schema: GraphQLSchema,
  query: string,
  options: PrepareOptions,
  secretFilter: SecretFilter,
): readonly PreparedOperation[] | Rejection {
  const source = new Source(query);
  const document = parsed(source, options.maxDocumentTokens);
  if (document instanceof GraphQLError) {
    return new Rejection([withoutStrings(document)], { code: 'GRAPHQL_PARSE_FAILED' });
  }
  // Emptied, because graphql-js counts lines from its top for each error; responses use the positions that the parser
  // has noted instead.
  source.body = '';
  try {
    return preparedDocument(schema, document, options, secretFilter(document));
  } catch (error) {
    if (error instanceof RangeError) return new Rejection([new GraphQLError(TOO_DEEP)], INVALID);
    throw error;
  }
}

function preparedDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  options: PrepareOptions,
  withoutSecrets: ReturnType<SecretFilter>,
): readonly PreparedOperation[] | Rejection {
  const { maxDocumentTokens, introspection, suggestions, maxAliases } = options;
  const tokens = readTokens(document);
  // The parser's own limit ignores comments, although their tokens are kept, too.
  if (tokens.count > maxDocumentTokens)
    return new Rejection([limitExceeded('tokens', maxDocumentTokens)], INVALID);
  if (tokens.longestName > MAX_NAME_LENGTH)
    return new Rejection([limitExceeded('name', MAX_NAME_LENGTH)], INVALID);
  const { operations, fragments } = definitionsOf(document);
  const meter = new DocumentMeter(schema, fragments);
  const measured = operations.map((node) => ({ node, size: meter.ofOperation(node) }));
  const overLimits = measured.flatMap((operation) => overSelectionLimits(operation.size, options));
  const maxRepeated = Math.max(MIN_REPEATED_FIELDS, Math.ceil(maxDocumentTokens / 10));
  if (overLimits.length === 0 && meter.repeatedFields(maxAliases) > maxRepeated)
    overLimits.push(limitExceeded('repeatedFields', maxRepeated));
  if (overLimits.length > 0) return new Rejection(overLimits, INVALID);
  const conditions = operations.flatMap((node) => rootConditions(node, fragments)).slice(0, MAX_ERRORS);
  if (conditions.length > 0) return new Rejection(conditions.map(withoutSecrets), INVALID);
  const forbidsSchema = tokens.asksForSchema && !introspection;
  const rules = [...applicableRules(tokens, document), ...(forbidsSchema ? NO_INTROSPECTION_RULES : [])];
  const errors = validate(schema, document, rules, {
    maxErrors: MAX_ERRORS,
    hideSuggestions: !suggestions,
  }).map(withLimit);
  // No rule of validation asks whether the schema has the operation's root type.
  for (const node of operations) {
    if (schema.getRootType(node.operation)) continue;
    errors.push(new GraphQLError(`The schema has no ${node.operation} type.`, { nodes: node }));
  }
  if (errors.length > 0) return new Rejection(errors.map(withoutSecrets), INVALID);
  const ofDocument = { document, fragments, tokens, isTrusted: false };
  return measured.map((operation) => ({ ...ofDocument, ...operation }));
}

// Parser, meter and rules are recursive: some thousand brackets or fragments exhaust the stack.
const TOO_DEEP = 'The document is nested too deeply.';

function parsed(source: Source, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(source, { maxTokens });
  } catch (error) {
    if (error instanceof RangeError) return new GraphQLError(TOO_DEEP);
    if (!(error instanceof GraphQLError)) throw error;
    // graphql-js tells this error apart by its message only.
    const isTooLong = error.message.includes(`more that ${maxTokens} tokens`);
    return isTooLong ? limitExceeded('tokens', maxTokens) : error;
  }
}

// graphql-js's own budget for comparing fields; its error is told apart by its message only.
const MAX_COMPARISONS = 500_000;

function withLimit(error: GraphQLError): GraphQLError {
  return error.message === 'Validation aborted.' ? limitExceeded('comparisons', MAX_COMPARISONS) : error;
}

function definitionsOf(document: DocumentNode) {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return { operations, fragments };
}
