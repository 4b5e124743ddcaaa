import { distance } from 'fastest-levenshtein';
import {
  type ArgumentNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  type ObjectFieldNode,
  print,
  type StringValueNode,
  type ValueNode,
  visit,
} from 'graphql';
import { MAX_MESSAGE_LENGTH, QuotedSecrets } from './quotedSecrets.ts';

type Variables = Readonly<Record<string, unknown>>;
/** Whether a field, an argument or a variable of this name may hold a secret. */
type IsSecret = (name: string) => boolean;

/** A filter for the errors of one request; its document need not be valid. */
export type ErrorFilter = (error: GraphQLError) => GraphQLError;

/** Finds the values of secret input fields, those with `extensions.secret` in the schema. */
export interface SecretFinder {
  secretsOf(document: DocumentNode, variables: Variables): QuotedSecrets;
  /**
   * Redacts them in graphql-js's own errors: these quote the whole literal or variable in which anything is wrong, such as
   * the name of the field itself. It clips their messages, too.
   */
  filter(document: DocumentNode, variables?: Variables): ErrorFilter;
}

export type SecretFilter = SecretFinder['filter'];

export function createSecretFinder(schema: GraphQLSchema): SecretFinder {
  const isSecret = secretFields(schema);
  const known = new WeakMap<DocumentNode, DocumentSecrets>();
  const ofDocument = (document: DocumentNode) => {
    const secrets = known.get(document) ?? readDocument(document, isSecret);
    known.set(document, secrets);
    return secrets;
  };
  const secretsOf = (document: DocumentNode, variables: Variables) => {
    const { literals, variableNames } = ofDocument(document);
    const secrets = new QuotedSecrets();
    for (const literal of literals) secrets.add(literal);
    addVariables(variables, (name) => variableNames.has(name) || isSecret(name), isSecret, secrets);
    return secrets;
  };
  const filter = (document: DocumentNode, variables: Variables = {}): ErrorFilter => {
    let secrets: QuotedSecrets | undefined;
    return (error) => {
      secrets ??= secretsOf(document, variables);
      const message = secrets.redact(error.message);
      // A copy: the errors of compiled code cannot be changed.
      return message === error.message ? error : withMessage(message, error);
    };
  };
  return { secretsOf, filter };
}

function withMessage(message: string, error: GraphQLError): GraphQLError {
  const {
    nodes = null,
    source = null,
    positions = null,
    path = null,
    originalError = null,
    extensions,
  } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}

/** Removes the strings that a syntax error quotes: in a document that cannot be parsed, any may be a secret. */
export function withoutStrings(error: GraphQLError): GraphQLError {
  error.message = error.message.replace(/( (?:Block)?String| escape sequence):? ".*"/s, '$1');
  return error;
}

// A misspelled name within this edit distance is still taken for that of a secret field.
const MAX_EDITS = 3;

function secretFields(schema: GraphQLSchema): IsSecret {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const fields = inputs.flatMap((type) => Object.values(type.getFields()));
  const secret = fields.filter(({ extensions }) => extensions.secret === true);
  const names = [...new Set(secret.map(({ name }) => name.toLowerCase()))];
  return (given) =>
    names.some((name) => {
      const isAsLong = Math.abs(given.length - name.length) <= MAX_EDITS;
      return isAsLong && distance(given.toLowerCase(), name) <= MAX_EDITS;
    });
}

interface DocumentSecrets {
  /** What is written in the document itself, in each spelling. */
  readonly literals: readonly string[];
  /** The variables of secret fields. */
  readonly variableNames: ReadonlySet<string>;
}

function readDocument(document: DocumentNode, isSecret: IsSecret): DocumentSecrets {
  const literals: string[] = [];
  const variableNames = new Set<string>();
  const addLiteral = (value: ValueNode) => {
    visit(value, {
      Variable: ({ name }) => void variableNames.add(name.value),
      ObjectField: ({ name }) => void literals.push(name.value),
      StringValue: (node) => void literals.push(...printed(node)),
      EnumValue: (node) => void literals.push(node.value),
      IntValue: (node) => void literals.push(node.value),
      FloatValue: (node) => void literals.push(node.value),
    });
  };
  const addField = ({ name, value }: ObjectFieldNode | ArgumentNode) => {
    if (!isSecret(name.value)) return undefined;
    addLiteral(value);
    return false;
  };
  visit(document, { ObjectField: addField, Argument: addField });
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
      const { value } = variable.name;
      if (defaultValue && (variableNames.has(value) || isSecret(value))) addLiteral(defaultValue);
    }
  }
  return { literals, variableNames };
}

/** Adds what is in secret variables, or below a secret property of others. */
function addVariables(
  variables: Variables,
  isSecretVariable: IsSecret,
  isSecretField: IsSecret,
  secrets: QuotedSecrets,
) {
  const values = Object.entries(variables).map(([name, json]) => ({
    json,
    isSecret: isSecretVariable(name),
  }));
  const addText = (secret: string) => {
    const text = showable(secret);
    secrets.add(text, JSON.stringify(text).slice(1, -1));
  };
  // The loop appends to the list that it iterates over.
  for (const { json, isSecret } of values) {
    if (secrets.areTooMany) return;
    if (typeof json === 'object' && json !== null) {
      for (const [name, value] of Object.entries(json)) {
        if (isSecret) addText(name);
        values.push({ json: value, isSecret: isSecret || isSecretField(name) });
      }
    } else if (isSecret && (typeof json === 'string' || typeof json === 'number')) addText(String(json));
  }
}

/** How graphql-js quotes a string: as it is, or printed; a block string on several lines, each of them indented. */
function printed(node: StringValueNode): readonly string[] {
  const value = showable(node.value);
  const lines = print({ ...node, value }).split('\n');
  return [value, JSON.stringify(value).slice(1, -1), ...lines.map((line) => line.replace(/^"+|"+$/g, ''))];
}

/** What a message can show of it at most. */
function showable(secret: string): string {
  return secret.slice(0, 2 * MAX_MESSAGE_LENGTH);
}
