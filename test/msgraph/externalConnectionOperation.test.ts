import { expect, test } from 'vitest';
import { runGatewayBefore } from '../support/running.ts';
import { always, rawResponse } from '../support/upstream.ts';

const ALICE = 'sekrit-of-alice';

// As recorded from the service.
const ID = '1.weu-b.0251D560C889F660594C3F098392B322.98B2D9481B87CDDEBDF3DABCB52A9D22';

const QUERY = `query ($id: ID!) {
  externalConnectionOperation(connectionId: "contosohr", id: $id) {
    connectionId id status error { code message target innerError { code message } details { code target } }
  }
}`;

interface Data {
  readonly externalConnectionOperation: object | null;
}

test('reads an operation by a recorded id', async () => {
  const gateway = await runGatewayBefore(always({ body: { id: ID, status: 'inprogress', error: null } }));
  const result = await gateway.execute<Data, object>(QUERY, { id: ID });
  expect(result).toEqual({
    data: {
      externalConnectionOperation: { connectionId: 'contosohr', id: ID, status: 'IN_PROGRESS', error: null },
    },
  });
  expect(gateway.upstream.requests.map(({ line }) => line)).toEqual([
    `GET /beta/external/connections/contosohr/operations/${ID} HTTP/1.1`,
  ]);
});

test('another operation in the response is an error, and its status is not shown', async () => {
  const gateway = await runGatewayBefore(always({ body: { id: `${ID}0`, status: 'completed' } }));
  const { data, errors } = await gateway.execute<Data, object>(QUERY, { id: ID });
  expect(data?.externalConnectionOperation).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
});

test('is below the path that the operator has set', async () => {
  const settings = { GRAPH_EXTERNAL_CONNECTIONS_PATH: '/connections' };
  const gateway = await runGatewayBefore(always({ body: { id: 'op', status: 'completed' } }), settings);
  await gateway.execute(QUERY, { id: 'op' });
  expect(gateway.upstream.requests[0]?.line).toBe('GET /beta/connections/contosohr/operations/op HTTP/1.1');
});

test.each([
  ['unspecified', 'UNSPECIFIED'],
  ['inprogress', 'IN_PROGRESS'],
  ['completed', 'COMPLETED'],
  ['failed', 'FAILED'],
  ['paused', 'UNKNOWN_FUTURE_VALUE'],
  ['unknownFutureValue', 'UNKNOWN_FUTURE_VALUE'],
  [null, null],
])('the status %s is %s', async (sent, status) => {
  const gateway = await runGatewayBefore(always({ body: { id: 'op', status: sent } }));
  const { data } = await gateway.execute<Data, object>(QUERY, { id: 'op' });
  expect(data?.externalConnectionOperation).toMatchObject({ status });
});

test('tells why it failed', async () => {
  const error = {
    code: 'BadRequest',
    message: 'The schema is invalid.',
    target: 'schema',
    innerError: { code: 'TooManyProperties', message: 'At most 128.', 'request-id': 'x' },
    details: [{ code: 'Duplicate', target: 'title' }],
  };
  const gateway = await runGatewayBefore(always({ body: { id: 'op', status: 'failed', error } }));
  const { data } = await gateway.execute<Data, object>(QUERY, { id: 'op' });
  expect(data?.externalConnectionOperation).toMatchObject({
    error: {
      ...error,
      innerError: { code: 'TooManyProperties', message: 'At most 128.' },
    },
  });
});

test('tokens and addresses are redacted in its error: another caller may have started it', async () => {
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzb21lb25lIn0.c2lnbmF0dXJl';
  const said = `Sent: ${jwt}, by ${ALICE}, to https://intern.example/${jwt}`;
  const shown = 'Sent: [token], by [token], to [url]';
  const texts = { code: said, message: said, target: said };
  const error = { ...texts, innerError: texts, details: [texts] };
  const gateway = await runGatewayBefore(always({ body: { id: 'op', status: 'failed', error } }));
  const query = `fragment Texts on ExternalConnectionOperationErrorDetail { code message target }
  query {
    externalConnectionOperation(connectionId: "c", id: "op") {
      error { code message target innerError { ...Texts } details { ...Texts } }
    }
  }`;
  const redacted = { code: shown, message: shown, target: shown };
  expect(await gateway.execute(query, {}, { token: ALICE })).toEqual({
    data: {
      externalConnectionOperation: { error: { ...redacted, innerError: redacted, details: [redacted] } },
    },
  });
});

test('an error of the wrong type fails that field alone', async () => {
  const gateway = await runGatewayBefore(always({ body: { id: 'op', status: 'failed', error: 'no' } }));
  const { data, errors } = await gateway.execute<Data, object>(QUERY, { id: 'op' });
  expect(data?.externalConnectionOperation).toMatchObject({ id: 'op', status: 'FAILED', error: null });
  expect(errors).toMatchObject([
    { path: ['externalConnectionOperation', 'error'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } },
  ]);
});

test('a text of its error that is of the wrong type fails that field alone', async () => {
  const error = { code: 5, message: 'The schema is invalid.' };
  const gateway = await runGatewayBefore(always({ body: { id: 'op', status: 'failed', error } }));
  const { data, errors } = await gateway.execute<Data, object>(QUERY, { id: 'op' });
  expect(data?.externalConnectionOperation).toMatchObject({ error: { code: null, message: error.message } });
  expect(errors).toMatchObject([
    {
      path: ['externalConnectionOperation', 'error', 'code'],
      extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
    },
  ]);
});

test('one that Graph does not have is null; a 404 of anything else is an error', async () => {
  const error = { code: 'ItemNotFound', message: 'The requested resource does not exist.' };
  const gateway = await runGatewayBefore((socket, { index }) => {
    socket.write(rawResponse({ status: 404, body: index === 0 ? { error } : 'nginx' }));
  });
  expect(await gateway.execute(QUERY, { id: 'op' })).toEqual({ data: { externalConnectionOperation: null } });
  const { errors } = await gateway.execute(QUERY, { id: 'op' });
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

test.each(['', '..', 'a/b', 'a%2Fb', 'x'.repeat(129)])('the id "%s" is rejected', async (id) => {
  const gateway = await runGatewayBefore(always({ body: { id: 'op' } }));
  const { errors } = await gateway.execute(QUERY, { id });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }]);
  expect(gateway.upstream.requests).toEqual([]);
});

test('other services refer to it by its compound key', async () => {
  const gateway = await runGatewayBefore(always({ body: { id: ID, status: 'completed' } }));
  const query = `query ($keys: [_Any!]!) {
    _entities(representations: $keys) { ... on ExternalConnectionOperation { id connectionId status } }
  }`;
  const key = { connectionId: 'contosohr', id: ID };
  const keys = [{ __typename: 'ExternalConnectionOperation', ...key }];
  expect(await gateway.execute(query, { keys })).toEqual({
    data: { _entities: [{ ...key, status: 'COMPLETED' }] },
  });
});
