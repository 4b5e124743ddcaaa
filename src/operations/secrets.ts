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
type Names = ReadonlySet<string>;

/** A filter for the errors of one request; its document need not be valid. */
export type SecretFilter = (
  document: DocumentNode,
  variables?: Variables,
) => (error: GraphQLError) => GraphQLError;

/**
 * Redacts the values of secret input fields, those with `extensions.secret` in the schema, in graphql-js's own errors:
 * they quote the whole literal or variable in which anything is wrong. It clips their messages, too.
 */
export function createSecretFilter(schema: GraphQLSchema): SecretFilter {
  const names = secretFields(schema);
  return (document, variables = {}) => {
    let secrets: QuotedSecrets | undefined;
    return (error) => {
      secrets ??= secretsOf(document, variables, names);
      const message = secrets.redact(error.message);
      // Compiled code makes errors that cannot be changed.
      return message === error.message ? error : withMessage(message, error);
    };
  };
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

/** Takes the strings out of an error of graphql-js's parser: which of them are secrets, only the whole document tells. */
export function withoutStrings(error: GraphQLError): GraphQLError {
  error.message = error.message.replace(/( (?:Block)?String| escape sequence):? ".*"/s, '$1');
  return error;
}

function secretFields(schema: GraphQLSchema): Names {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const fields = inputs.flatMap((type) => Object.values(type.getFields()));
  return new Set(fields.filter(({ extensions }) => extensions.secret === true).map(({ name }) => name));
}

function secretsOf(document: DocumentNode, variables: Variables, names: Names): QuotedSecrets {
  const secrets = new QuotedSecrets();
  const variableNames = new Set(names);
  const addLiteral = (value: ValueNode) => {
    visit(value, {
      Variable: ({ name }) => void variableNames.add(name.value),
      StringValue: (node) => secrets.add(...printed(node)),
      EnumValue: (node) => secrets.add(node.value),
      IntValue: (node) => secrets.add(node.value),
      FloatValue: (node) => secrets.add(node.value),
    });
  };
  const addField = ({ name, value }: ObjectFieldNode | ArgumentNode) => {
    if (!names.has(name.value)) return undefined;
    addLiteral(value);
    return false;
  };
  visit(document, { ObjectField: addField, Argument: addField });
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
      if (defaultValue && variableNames.has(variable.name.value)) addLiteral(defaultValue);
    }
  }
  addVariables(variables, variableNames, names, secrets);
  return secrets;
}

/** Adds what is in these variables, or below a property with one of these names. */
function addVariables(variables: Variables, variableNames: Names, names: Names, secrets: QuotedSecrets) {
  const values = Object.entries(variables).map(([name, json]) => ({
    json,
    isSecret: variableNames.has(name),
  }));
  // It grows meanwhile.
  for (const { json, isSecret } of values) {
    if (typeof json === 'object' && json !== null) {
      for (const [name, value] of Object.entries(json)) {
        values.push({ json: value, isSecret: isSecret || names.has(name) });
      }
    } else if (isSecret && (typeof json === 'string' || typeof json === 'number')) {
      const text = showable(String(json));
      secrets.add(text, JSON.stringify(text).slice(1, -1));
    }
  }
}

/** A string as graphql-js quotes it: as it is, or printed; a block string on several lines, each of which it indents. */
function printed(node: StringValueNode): readonly string[] {
  const value = showable(node.value);
  const lines = print({ ...node, value }).split('\n');
  return [value, JSON.stringify(value).slice(1, -1), ...lines.map((line) => line.replace(/^"+|"+$/g, ''))];
}

/** What a message can show of it at most. */
function showable(secret: string): string {
  return secret.slice(0, 2 * MAX_MESSAGE_LENGTH);
}
