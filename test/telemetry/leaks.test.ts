import { expect, onTestFinished, test } from 'vitest';
import { startExporter } from '../../src/telemetry/exporter.ts';
import { createMetrics, createTracing } from '../../src/telemetry/index.ts';
import { withoutBackoff } from '../support/retries.ts';
import { runGatewayBefore } from '../support/running.ts';
import { rawResponse } from '../support/upstream.ts';
import { startCollector } from './support/collector.ts';

withoutBackoff();

// Of characters that are allowed in a name, in an id and in a token alike.
const TOKEN = 'sekrit_token_0af7651916cd43dd_of_one_caller';
const ID = 'contosoPrivateId7';
const NAME = 'Contoso Private Name';
const SECRETS = [
  TOKEN,
  TOKEN.toUpperCase(),
  Buffer.from(TOKEN).toString('base64url').slice(0, -1),
  ID,
  NAME,
  'Bearer',
];
const cursor = Buffer.from(`$skiptoken=${TOKEN}`).toString('base64url');

/** What a hostile or careless caller sends, and what a failing Graph may repeat. */
const documents = [
  `query ${TOKEN} { externalConnection(id: "${ID}") { id name } }`,
  `query ${TOKEN.toUpperCase()} { ${TOKEN}: externalConnection(id: "${TOKEN}") { id } }`,
  `query A { ${ID}: externalConnections(after: "${cursor}") { nodes { id } } b: externalConnection(id: "${ID}") { id } }`,
  `query B { externalConnections(name: "${NAME}") { nodes { id } } }`,
  `mutation ${TOKEN} { ${ID}: updateExternalConnection(input: { id: "${ID}", name: "${NAME}" }) { id } }`,
  `mutation C { createExternalConnection(input: { id: "${ID}", name: "${TOKEN}" }) { id } }`,
  `mutation D { deleteExternalConnection(input: { id: "${ID}" }) { status } }`,
  `query ${TOKEN} { ${TOKEN}`,
  `query ${TOKEN} { ${TOKEN} }`,
  `query ${TOKEN}($id: ID!) { externalConnection(id: $id) { id } }`,
];

const error = { code: TOKEN, message: `Not ${ID} with Bearer ${TOKEN}`, innerError: { 'request-id': TOKEN } };
const headers = [`request-id: ${TOKEN}`, `x-ms-ags-diagnostic: ${TOKEN}`, `Location: https://x/${ID}`];
const responses = [
  rawResponse({ status: 200, headers, body: { id: ID, name: TOKEN, value: [], responses: [] } }),
  rawResponse({ status: 403, headers, body: { error } }),
  rawResponse({ status: 500, headers, body: `${TOKEN}` }),
  rawResponse({ status: 429, headers, body: { error } }),
];

test.each(responses.map((response, index) => ({ response, index })))(
  'no token, id or name of a caller is in a log line, a metric or a span: response $index',
  async ({ response }) => {
    const collector = await startCollector();
    onTestFinished(() => collector.close());
    const exporter = startExporter(
      { otelExporterOtlpEndpoint: collector.url, otelTracesSamplerArg: 1 },
      { warn: expect.unreachable },
    );
    const metrics = createMetrics();
    const running = await runGatewayBefore((socket) => void socket.write(response), {}, undefined, [
      metrics,
      createTracing(exporter.tracer),
    ]);
    const sent = { 'client-request-id': TOKEN, traceparent: TOKEN, tracestate: `a=${TOKEN}` };
    // Not by the helper that records errors: those repeat to a caller what it has sent.
    const authorization = `Bearer ${TOKEN}`;
    for (const query of documents) {
      for (const operationName of [undefined, TOKEN]) {
        await running.gateway.fetch('http://gateway/graphql', {
          method: 'POST',
          headers: { ...sent, authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ query, operationName, variables: { [TOKEN]: TOKEN } }),
        });
      }
      const search = new URLSearchParams({ query, [TOKEN]: '1' });
      await running.gateway.fetch(`http://gateway/graphql?${search}`, {
        headers: { ...sent, authorization },
      });
    }
    await running.gateway.close();
    await exporter.close();
    const texts = {
      logs: running.logs.join(),
      metrics: await metrics.register.metrics(),
      spans: collector.texts.join(),
    };
    for (const [kind, text] of Object.entries(texts)) {
      expect(text.length, kind).toBeGreaterThan(500);
      for (const secret of SECRETS) expect(text, kind).not.toContain(secret);
    }
    expect(texts.logs).toContain('[token]');
    // What is made of paths is among it.
    expect(texts.logs).toContain('"parts":["/external/connections');
    expect(texts.spans).toContain('msgraph_gateway.batch.routes');
    expect(texts.metrics).toContain('msgraph_gateway_operation_graph_requests_total{operation="A"}');
  },
);

const GUID = '5b1f3c1e-7a52-4d0e-9a63-2f2f8f3f6a01';
const HEX = '9c3e51f02d7b4a6688d01e5f7a3b2c94';

test.each([
  ['a GUID', GUID],
  ['a GUID in capital letters', GUID.toUpperCase()],
  ['an id of a trace', HEX],
])('a token that is %s is in no log line, span or header, also where it is sent as one', async (_, token) => {
  const collector = await startCollector();
  onTestFinished(() => collector.close());
  const exporter = startExporter(
    { otelExporterOtlpEndpoint: collector.url, otelTracesSamplerArg: 1 },
    { warn: expect.unreachable },
  );
  const found = rawResponse({ headers: [`request-id: ${token}`], body: { id: 'x' } });
  const running = await runGatewayBefore((socket) => void socket.write(found), {}, undefined, [
    createTracing(exporter.tracer),
  ]);
  const ids = { 'client-request-id': token.toLowerCase(), traceparent: `00-${token}-00f067aa0ba902b7-01` };
  const query = '{ externalConnection(id: "x") { id } }';
  const { headers } = await running.post({ query }, { token, headers: ids });
  await running.gateway.close();
  await exporter.close();
  for (const text of [running.logs.join(), collector.texts.join(), headers.get('client-request-id') ?? '']) {
    expect(text).not.toBe('');
    expect(text.toLowerCase()).not.toContain(token.toLowerCase());
  }
});

test("another caller's token is in no label, once its owner has used it as a name", async () => {
  const metrics = createMetrics();
  const found = rawResponse({ body: { id: 'x' } });
  const running = await runGatewayBefore((socket) => void socket.write(found), {}, undefined, [metrics]);
  const query = `query ${TOKEN} { externalConnection(id: "x") { id } }`;
  for (let count = 0; count < 3; count += 1) await running.post({ query }, { token: TOKEN });
  const text = await metrics.register.metrics();
  expect(text).not.toContain(TOKEN);
  expect(text).toContain('operation="(other)"');
});

test('a token that is sent as the hash or the name of a document is not in the log', async () => {
  const running = await runGatewayBefore(() => {});
  const token = `${HEX}${GUID.replaceAll('-', '')}`;
  await running.post({ documentId: token }, { token });
  await running.post({ query: `query t${token} {`, operationName: `t${token}` }, { token: `t${token}` });
  expect(running.logs.map((line) => JSON.parse(line))).toMatchObject([
    { documentHash: '[token]' },
    { operation: '[token]' },
  ]);
  expect(running.logs.join()).not.toContain(token);
});

test('an operation name is cut in the log', async () => {
  const running = await runGatewayBefore((socket) => void socket.write(rawResponse({ body: { id: 'x' } })));
  const name = 'N'.repeat(200);
  await running.execute(`query ${name} { externalConnection(id: "x") { id } }`);
  await running.gateway.close();
  expect(JSON.parse(running.logs[0] ?? '').operation).toBe('N'.repeat(100));
});
