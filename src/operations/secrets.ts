import { type GraphQLError, type GraphQLSchema, isInputObjectType } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** A filter for the errors of one request; its document need not be valid. */
export type SecretFilter = (query: string, variables?: Variables) => (error: GraphQLError) => GraphQLError;

// Shorter ones are no secrets, and redacting them would garble the message.
const MIN_LENGTH = 4;
// Each is searched for in each message; no honest request has more.
const MAX_SECRETS = 20;

/**
 * Redacts the values of secret input fields, those with `extensions.secret` in the schema, in graphql-js's own errors:
 * they quote the whole literal or variable in which anything is wrong.
 */
export function createSecretFilter(schema: GraphQLSchema): SecretFilter {
  const names = secretFields(schema);
  // The first string or variable behind a field's name.
  const uses = new RegExp(
    `\\b(?:${[...names].join('|')})[\\s,:[]*(?:\\$(\\w+)|"+((?:[^"\\\\]|\\\\.)*)")`,
    'gs',
  );

  const secretsOf = (query: string, variables: Variables): ReadonlySet<string> => {
    const secrets = new Set<string>();
    for (const [, variable, literal] of query.matchAll(uses)) {
      addStrings(literal ?? variables[variable ?? ''], secrets);
    }
    addSecrets(variables, names, secrets);
    return secrets;
  };

  return (query, variables = {}) => {
    let secrets: ReadonlySet<string> | undefined;
    return (error) => {
      secrets ??= secretsOf(query, variables);
      // The error was made for this request alone.
      if (secrets.size > MAX_SECRETS) error.message = 'The message quotes too many secrets to be shown.';
      for (const secret of secrets) error.message = error.message.replaceAll(secret, '[secret]');
      return error;
    };
  };
}

function secretFields(schema: GraphQLSchema): ReadonlySet<string> {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const fields = inputs.flatMap((type) => Object.values(type.getFields()));
  return new Set(fields.filter(({ extensions }) => extensions.secret === true).map(({ name }) => name));
}

/** Adds the strings below every property with one of these names. */
function addSecrets(json: unknown, names: ReadonlySet<string>, secrets: Set<string>): void {
  if (typeof json !== 'object' || json === null) return;
  for (const [name, value] of Object.entries(json)) {
    if (names.has(name)) addStrings(value, secrets);
    else addSecrets(value, names, secrets);
  }
}

function addStrings(json: unknown, secrets: Set<string>): void {
  if (typeof json === 'string' && json.length >= MIN_LENGTH) {
    secrets.add(json).add(JSON.stringify(json).slice(1, -1));
  } else if (typeof json === 'object' && json !== null) {
    for (const value of Object.values(json)) addStrings(value, secrets);
  }
}
