import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

// graphql-js quotes literals and variables in its errors; the ticket of a connector is a secret, and must not be in them.

const TICKET = 'eyJ0aWNrZXQiOjF9.c2VjcmV0.sig';

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

const WITH_INPUT =
  'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }';
const WITH_TICKET = `mutation ($ticket: String, $name: String = "A") {
  createExternalConnection(input: { id: "abc", name: $name, connectorTicket: $ticket }) { id }
}`;

/** Errors that without the ticket have the same message, with another value in its place. */
async function errorsOf(query: string, variables: object = {}) {
  const response = await running.post({ query, variables });
  const text = await response.text();
  expect(text).not.toContain(TICKET.slice(0, 16));
  expect(running.emulator.requests).toEqual([]);
  return text;
}

describe('a ticket in a variable is not in the error', () => {
  test.each<[string, object]>([
    ['of another field that is missing', { id: 'abc', connectorTicket: TICKET }],
    ['of a field that does not exist', { id: 'abc', name: 'A', connectorTicket: TICKET, other: 1 }],
    ['of its own type', { id: 'abc', name: 'A', connectorTicket: [TICKET] }],
    ['of its own type, inside an object', { id: 'abc', name: 'A', connectorTicket: { ticket: TICKET } }],
  ])('%s', async (_, input) => {
    expect(await errorsOf(WITH_INPUT, { input })).toContain('[secret]');
  });

  test.each(['connectorticket', 'connector_ticket', 'conectorTickets', 'ConnectorTicket'])(
    'of the field %s, which does not exist',
    async (name) => {
      const input = { id: 'abc', name: 'A', [name]: TICKET };
      expect(await errorsOf(WITH_INPUT, { input })).toContain(`\\"${name}\\" is not defined`);
      expect(await errorsOf(WITH_INPUT, { input })).toContain('[secret]');
    },
  );

  test('as the name of a field', async () => {
    const connectorTicket = { [TICKET]: 1 };
    expect(await errorsOf(WITH_INPUT, { input: { id: 'abc', name: 'A', connectorTicket } })).toContain(
      '[secret]',
    );
  });

  test('of a variable of another name', async () => {
    expect(await errorsOf(WITH_TICKET, { ticket: [TICKET] })).toContain('[secret]');
  });

  test('even if only its beginning is', async () => {
    for (let length = 900; length < 1_000; length += 7) {
      await errorsOf(WITH_INPUT, { input: { id: 'x'.repeat(length), connectorTicket: TICKET } });
    }
  });

  test('as a number', async () => {
    const text = await errorsOf(WITH_INPUT, { input: { id: 'abc', connectorTicket: 123_456 } });
    expect(text).not.toContain('123456');
  });

  test('with quotes and backslashes, which are escaped there', async () => {
    const connectorTicket = `"\\${TICKET}"\\`;
    expect(await errorsOf(WITH_INPUT, { input: { id: 'abc', connectorTicket } })).not.toContain('c2VjcmV0');
  });
});

describe('a ticket in a document is not in the error', () => {
  const literal = (ticket: string) =>
    `mutation { createExternalConnection(input: { id: "abc", name: "A", connectorTicket: ${ticket} }) { id } }`;

  test.each([
    ['of validation, if it is a list', literal(`["${TICKET}"]`)],
    ['of validation, if it is a list of block strings', literal(`["""${TICKET}"""]`)],
    ['of validation, behind a comment', literal(`# the ticket\n["${TICKET}"]`)],
    ['of validation, with an escape', literal(`["\\u0065${TICKET.slice(1)}"]`)],
    ['of validation, as the second item of a list', literal(`["x", "${TICKET}"]`)],
    ['of validation, in an object', literal(`{ a: { b: "${TICKET}" } }`)],
    ['of validation, in a block string with quotes', literal(`["""x "" ${TICKET}"""]`)],
    ['of validation, in a block string of several lines', literal(`["""abcd\n    ${TICKET}\n  efgh"""]`)],
    ['of validation, as the name of a field', literal('{ eyJ0aWNrZXQiOjF9c2VjcmV0: 1 }')],
    [
      'of validation, of a field that does not exist',
      `mutation { createExternalConnection(input: "${TICKET}", connectorticket: ["${TICKET}"]) { id } }`,
    ],
    ['of validation, without quotes', literal('[eyJ0aWNrZXQiOjF9c2VjcmV0]')],
    [
      'of validation, as the default of a variable',
      `mutation ($t: Int = "${TICKET}") { createExternalConnection(input: { connectorTicket: $t }) { id } }`,
    ],
    [
      'of validation, as the default of a variable by its name',
      `query ($connectorTicket: Int = "${TICKET}") { externalConnections(first: $connectorTicket) { nodes { id } } }`,
    ],
    [
      'of validation, where there is no such field or argument',
      `{ externalConnections(first: { connectorTicket: "${TICKET}" }) { x(connectorTicket: "${TICKET}") } }`,
    ],
  ])('%s', async (_, query) => {
    expect(await errorsOf(query)).toContain('[secret]');
    expect(await errorsOf(query)).toContain('[secret]');
  });

  test.each([
    ['a string', `"${TICKET}"`],
    ['a block string', `"""${TICKET}"""`],
    ['an escape that is none', `"\\u{${TICKET}}"`],
  ])('of the parser, as %s', async (_, ticket) => {
    const text = await errorsOf(literal(`"a" ${ticket}`).replace('connectorTicket: "a"', 'connectorTicket'));
    expect(text).toContain('Syntax Error');
    expect(text).not.toContain('eyJ');
  });

  test('of the execution', async () => {
    const query = WITH_TICKET.replace('$ticket }', `"${TICKET}" }`).replace('$ticket: String, ', '');
    expect(await errorsOf(query, { name: null })).toContain('[secret]');
  });
});

test('more tickets than any honest request has cost no search for each', async () => {
  const ticket = (index: number) => `${TICKET}-${index}`;
  const variables = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`x${index}`, { connectorTicket: ticket(index) }]),
  );
  const text = await errorsOf(WITH_INPUT, { ...variables, input: { connectorTicket: TICKET } });
  expect(text).toContain('The message quotes too many secrets to be shown.');
});

test('other values are still quoted', async () => {
  expect(
    await errorsOf(WITH_INPUT, { input: { id: 'abc', connectorTicket: 'abc-ticket', name: 4242 } }),
  ).toContain('4242');
});
