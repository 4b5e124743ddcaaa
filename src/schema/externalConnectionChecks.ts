import { present } from '../json/values.ts';
import {
  type ExternalConnectionChanges,
  isConnectorTicket,
  isNewConnectionId,
} from '../msgraph/externalConnection.ts';
import type { ResourceId } from '../msgraph/protocol/path.ts';
import { changes, checkedId, knownValue } from './arguments.ts';
import { badUserInput } from './errors.ts';
import type { AddInput, CreateInput, DeleteInput, UpdateInput } from './externalConnectionInput.ts';
import { newSettings } from './externalConnectionSettingsInput.ts';
import { checkAll, Invalid, invalid, rule } from './inputChecks.ts';

// The rules for the inputs of external connections: all that is wrong with one is reported at once.

type Creation = typeof CreateInput.$inferInput;
type Properties = Omit<typeof UpdateInput.$inferInput, 'id' | 'connectorTicket'>;

/** Checks the input of createExternalConnection. */
export function checkedCreation({ id, connectorTicket, ...properties }: Creation) {
  const checked = checkAll({
    id: newId(id),
    properties: newConnection(properties),
    ticket: ticket(connectorTicket),
  });
  if (checked instanceof Invalid) return checked;
  return { connection: { id: checked.id, ...checked.properties }, ticket: checked.ticket };
}

/** Checks the input of addExternalConnection, whose id is optional. */
export function checkedAddition({ id, connectorTicket, ...properties }: typeof AddInput.$inferInput) {
  const checked = checkAll({
    id: id == null ? undefined : newId(id),
    properties: newConnection(properties),
    ticket: ticket(connectorTicket),
  });
  if (checked instanceof Invalid) return checked;
  return {
    connection: { ...(checked.id && { id: checked.id }), ...checked.properties },
    ticket: checked.ticket,
  };
}

/** Checks the input of updateExternalConnection. */
export function checkedUpdate({ id, connectorTicket, ...properties }: typeof UpdateInput.$inferInput) {
  return checkAll({
    id: checkedId(id, 'input.id'),
    changes: connectionChanges(properties),
    ticket: ticket(connectorTicket),
  });
}

/** Checks the input of deleteExternalConnection. */
export function checkedDeletion({ id, connectorTicket }: typeof DeleteInput.$inferInput) {
  return checkAll({ id: checkedId(id, 'input.id'), ticket: ticket(connectorTicket) });
}

/** Checks the name that a list is filtered by. */
export function searchedName(name: string): string {
  if (hasNameLength(name)) return name;
  throw badUserInput('name', 'expected 1 to 128 characters.');
}

function hasNameLength({ length }: string): boolean {
  return length >= 1 && length <= 128;
}

function newConnection({ name, state, ...input }: Omit<Creation, 'id' | 'connectorTicket'>) {
  const checked = checkAll({
    settings: settings({ name, ...input }),
    state: state && knownValue(state, 'input.state'),
  });
  if (checked instanceof Invalid) return checked;
  return { name, ...checked.settings, ...(checked.state && { state: checked.state }) };
}

function connectionChanges(properties: Properties): ExternalConnectionChanges | Invalid {
  const { configuration } = properties;
  const checked = checkAll({
    given: changes(properties),
    settings: settings(properties),
    configuration: rule(
      !configuration || Object.keys(present(configuration)).length > 0,
      'input.configuration',
      'expected one of its two lists.',
    ),
  });
  return checked instanceof Invalid ? checked : checked.settings;
}

/** The properties that an input sets, without absent ones. */
function settings(input: Properties): ExternalConnectionChanges | Invalid {
  const { name, description, connectorId } = input;
  const checked = checkAll({
    name: rule(name == null || hasNameLength(name), 'input.name', 'expected 1 to 128 characters.'),
    settings: newSettings(input),
  });
  if (checked instanceof Invalid) return checked;
  return { ...present({ name, description, connectorId }), ...checked.settings };
}

function newId(id: string): ResourceId | Invalid {
  if (isNewConnectionId(id)) return id;
  return invalid(
    'input.id',
    'expected 3 to 32 ASCII letters or digits, not starting with "Microsoft" and not a reserved word such as ' +
      '"Teams" (case-sensitive).',
  );
}

function ticket(value: string | null | undefined): string | undefined | Invalid {
  if (value == null || isConnectorTicket(value)) return value ?? undefined;
  return invalid('input.connectorTicket', 'expected 1 to 4,096 visible ASCII characters.');
}
