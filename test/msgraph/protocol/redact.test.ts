import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Redactor } from '../../../src/msgraph/protocol/redact.ts';
import { failureOf } from '../../support/failure.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { sawToken } from '../../support/leaks.ts';
import { runGatewayBefore } from '../../support/running.ts';
import { always } from '../../support/upstream.ts';

// Graph's texts are returned to the caller, without the token and without absolute URLs.

const TOKEN = 'eyJ0eXAiOiJKV1Qi.a+b/c~d_e.sig==';
const QUERY = '{ externalConnection(id: "contosohr") { id } }';

let running: TestGateway;
beforeAll(async () => {
  running = await startTestGateway();
});
beforeEach(() => running.emulator.clear());
afterAll(() => running.close());

/** The failure with a text in every property of Graph's error that is returned. */
async function failureSaying(text: string) {
  const detail = { code: `Code ${text}`, message: `Before ${text} after.`, target: `Target ${text}` };
  const error = { ...detail, details: [detail], innerError: { ...detail, message: `Inside ${text} out.` } };
  running.emulator.failNext({ status: 400, body: { error } });
  return failureOf(running, QUERY, { token: TOKEN });
}

const lowerHex = encodeURIComponent(TOKEN).replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
const base = TOKEN.slice(0, 16);
/** What no text may contain, in small letters: something of the token's middle, and of each way to write it in base64. */
const copies = [
  'a+b/c~d_e',
  'a%2bb',
  base.toLowerCase(),
  ...['', 'x', 'xx'].map((before) => {
    return Buffer.from(before + TOKEN)
      .toString('base64')
      .slice(8, 24)
      .toLowerCase();
  }),
];

/** With the characters that base64 has beside letters and digits by their codes. */
function escaped(token: string, write: (code: string) => string): string {
  return token.replace(/[+/=]/g, (character) => write(character.charCodeAt(0).toString(16).padStart(4, '0')));
}

test.each([
  ['verbatim', TOKEN],
  ['URL-encoded', encodeURIComponent(TOKEN)],
  ['URL-encoded with small letters', lowerHex],
  ['URL-encoded as a form', new URLSearchParams({ t: TOKEN }).toString().slice(2)],
  ['URL-encoded twice', encodeURIComponent(encodeURIComponent(TOKEN))],
  ['URL-encoded in part', TOKEN.replace('/', '%2F')],
  ['in capital letters', TOKEN.toUpperCase()],
  ['in small letters', TOKEN.toLowerCase()],
  ['in capital letters, URL-encoded', encodeURIComponent(TOKEN.toUpperCase())],
  ['in base64', Buffer.from(TOKEN).toString('base64')],
  ['in base64url', Buffer.from(TOKEN).toString('base64url')],
  ['in base64, URL-encoded', encodeURIComponent(Buffer.from(`{"t":"${TOKEN}"}`).toString('base64'))],
  ['behind its scheme in base64', Buffer.from(`Bearer ${TOKEN}`).toString('base64')],
  ['behind one byte in base64', Buffer.from(`"${TOKEN}"`).toString('base64')],
  ['behind two bytes in base64url', Buffer.from(`: ${TOKEN}.`).toString('base64url')],
  ['twice', `${TOKEN}, ${TOKEN}`],
  ['in JSON, as .NET escapes it', escaped(TOKEN, (code) => `\\u${code}`)],
  ['in JSON in JSON', escaped(TOKEN, (code) => `\\\\u${code}`)],
  ['in JSON with escaped slashes', TOKEN.replaceAll('/', '\\/')],
  ['behind its scheme', `Bearer ${TOKEN}`],
  ['in quotes', `"${TOKEN}"`],
])('the token %s is redacted in every text', async (_, text) => {
  const failure = await failureSaying(text);
  for (const copy of copies) expect(failure.text.toLowerCase()).not.toContain(copy);
  expect(failure.message).toMatch(/Before .* after\..*Inside .* out\./);
});

test.each([
  'heyjude.contoso.com',
  'properties.apiKeyJson.value.kind',
  'eyjafjallajokull.contoso.com',
  'EyjafjallajokullServer01.contoso.com',
  'keyjsonserializer2.value.kind',
  'eyjafjallajokull2010server.contoso.com',
  'EYJAFJALLAJOKULL01.CONTOSO.COM',
  'eyja1234567890123.database.windows.net',
])('a name that only looks like a JWT is shown: %s', async (name) => {
  expect((await failureSaying(name)).message).toContain(name);
});

test.each([
  ['with line breaks', 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.c2lnbmF0dXJl'],
  ['signed', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzb21lb25lIn0.c2lnbmF0dXJl'],
  ['unsigned', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lb25lIn0.'],
  ['encrypted', 'eyJhbGciOiJkaXIifQ..aXZpdml2.Y2lwaGVy.dGFn'],
  ['in capital letters', 'EYJHBGCIOIJSUZI1NIJ9.EYJZDWIIOIJZB21LB25LIN0.C2LNBMF0DXJL'],
])('a token of somebody else is redacted in every text, if it is a JWT: %s', async (_, jwt) => {
  const escapes = jwt.startsWith('eyJ')
    ? [
        `\\u0022${jwt}\\u0022`,
        `\\n${jwt}`,
        `Bearer${jwt}`,
        `keyjar-${jwt}`,
        `keyJwt_${jwt}`,
        `journeyjwt.v1.${jwt}`,
      ]
    : [];
  for (const text of [jwt, `Bearer ${jwt}`, `token=${jwt}&x=1`, `"${jwt}"`, `%20${jwt}`, ...escapes]) {
    const failure = await failureSaying(text);
    for (const part of jwt.split('.').filter(Boolean)) expect(failure.text).not.toContain(part);
    expect(failure.message).toMatch(/Before .* after\..*Inside .* out\./);
  }
});

test('the token is redacted in ids that Graph returns', async () => {
  const innerError = { 'client-request-id': `x ${TOKEN}` };
  const body = { error: { code: 'x', message: 'No.', innerError } };
  running.emulator.failNext({ status: 500, headers: { 'request-id': TOKEN }, body });
  expect((await failureOf(running, QUERY, { token: TOKEN })).text).not.toContain(base);
});

test.each(['error', 'innerError'])(
  'the token is redacted in ids that only the %s of the body has',
  async (place) => {
    const ids = { 'request-id': TOKEN, 'client-request-id': `x ${TOKEN}` };
    const error = { code: 'x', message: 'No.', ...(place === 'error' ? ids : { innerError: ids }) };
    const behind = await runGatewayBefore(always({ status: 400, body: { error } }));
    const { extensions, text } = await failureOf(behind, QUERY, { token: TOKEN });
    expect(extensions.graph).toMatchObject({ requestId: '[token]', clientRequestId: 'x [token]' });
    expect(text).not.toContain(base);
  },
);

test('a claims challenge that contains the token is omitted', async () => {
  running.emulator.failNext({ status: 401, headers: { 'www-authenticate': `Bearer claims="${TOKEN}"` } });
  const failure = await failureOf(running, QUERY, { token: TOKEN });
  expect(failure.extensions).not.toHaveProperty('claims');
  expect(failure.text).not.toContain(base);
});

test('a resourceId that contains the token is omitted', async () => {
  const endpoint = 'externalPrivateEndpointId: "/subscriptions/x"';
  const create = `mutation { createPrivateEndpointConnection(input: { ${endpoint}, privateLinkIds: [1] }) {
    privateLinkIds
  } }`;
  for (const [id, told] of [
    [TOKEN, undefined],
    ['made-by-graph', 'made-by-graph'],
  ]) {
    running.emulator.failNext({ status: 201, body: { id, privateLinkIds: 'not a list' } });
    const { errors } = await running.execute(create, {}, { token: TOKEN });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE', outcome: 'APPLIED' } }]);
    expect(errors?.[0]?.extensions.resourceId).toBe(told);
    expect(JSON.stringify(errors)).not.toContain(base);
  }
});

describe('secrets of the caller, of which there may be many', () => {
  const NOT_SHOWN = '[not shown: the request has too many texts or secrets]';
  const redacted = (text: string, ...secrets: readonly string[]) => {
    const redactor = new Redactor('demo');
    for (const secret of secrets) redactor.cover(secret);
    return redactor.redact(text);
  };

  test('texts in which very many JSON Web Tokens may begin are not shown, once that has been much work', () => {
    const redactor = new Redactor('demo');
    const texts = Array.from({ length: 60 }, (_, index) =>
      redactor.redact(`${'eyJ'.repeat(500)}.x.y ${index}`),
    );
    expect(texts[0]).not.toBe(NOT_SHOWN);
    expect(texts.at(-1)).toBe(NOT_SHOWN);
    const honest = new Redactor('demo');
    for (const text of texts.keys()) {
      const said = `The token eyJhbGciOiJub25lIn0.e30.signature of call ${text} has expired.`;
      expect(honest.redact(said)).toBe(`The token [token] of call ${text} has expired.`);
    }
  });

  test('what stands in place of one is not searched for others', () => {
    expect(redacted('a secret7 b oken c', 'secret7', 'oken', 'token', '[token]')).toBe(
      'a [token] b [token] c',
    );
  });

  test('ones that overlap or touch are one', () => {
    expect(redacted('xabcdefghijx', 'abcdef', 'defghi', 'ghij')).toBe('x[token]x');
    expect(redacted('aaaaaaa', 'aaaa')).toBe('[token]');
  });

  test('text of less than four characters is none, unless it is the token', () => {
    expect(redacted('No access', 'N', 'acc')).toBe('No access');
    expect(new Redactor('No').redact('No access')).toBe('[token] access');
  });

  test('with percent signs of their own are found, encoded or not', () => {
    const secret = 'ab%2Bcd%3Dticket';
    const inHex = [...secret].map((each) => `%${each.charCodeAt(0).toString(16)}`).join('');
    for (const spelling of [secret, encodeURIComponent(secret), inHex, inHex.replaceAll('%', '%25')]) {
      expect(redacted(`a ${spelling} b`, secret)).toBe('a [token] b');
    }
    // Shorter than the secret itself.
    expect(redacted(decodeURIComponent(secret), secret)).toBe('[token]');
    const encodedTwice = [...'ticket'].map((each) => `%25${each.charCodeAt(0).toString(16)}`).join('');
    expect(redacted('a ticket', encodedTwice)).toBe('a [token]');
  });

  test('with characters that JSON escapes are found in JSON', () => {
    const secret = 'ab"cd\\ef+gh';
    for (const text of [JSON.stringify({ secret }), JSON.stringify({ 'a+b': secret }), `a ${secret}`])
      expect(redacted(text, secret)).not.toContain('cd');
  });

  test.each(['', 'x', 'xx'])('beyond ASCII are found in base64, behind "%s"', (before) => {
    const secret = 'Schlüsselwort-für-alle-9';
    const encoded = Buffer.from(`${before}${secret}xyz`).toString('base64');
    expect(redacted(encoded, secret)).toMatch(/^.{0,4}\[token\].{0,8}$/);
  });

  test('beyond 64, no text is shown', () => {
    const secrets = Array.from({ length: 64 }, (_, index) => `secret${index}.`);
    expect(redacted('a secret63.', ...secrets.slice(1))).toBe('a [token]');
    expect(redacted('a text', ...secrets, ...secrets)).toBe(NOT_SHOWN);
  });

  test('a text of a hundred of them is one', () => {
    expect(redacted(`${'secret '.repeat(99)}end`, 'secret')).toMatch(/\[token\] end$/);
    expect(redacted(`${'secret '.repeat(100)}end`, 'secret')).toBe('[token]');
  });

  test('beyond two million characters to search, no further text is shown', () => {
    const redactor = new Redactor('demo');
    // Once for the token, and once for others' tokens; a text that was shown is not searched again.
    const text = (number: number) => `${'word '.repeat(398)}${1_000 + number}.`;
    for (let number = 0; number < 500; number += 1) expect(redactor.redact(text(number))).toBe(text(number));
    for (let number = 500; number < 510; number += 1) redactor.redact(text(number));
    expect(redactor.redact(text(510))).toBe(NOT_SHOWN);
    expect(redactor.redact(text(0))).toBe(text(0));
    // An id is not withheld for that.
    expect(redactor.reveals('word')).toBe(false);
    expect(redactor.reveals('a demo')).toBe(true);
  });

  test.each([
    ['', 'x'.repeat(1_500)],
    [' although it has a percent sign', `${'a0'.repeat(750)}%`],
  ])('one that is longer than a text takes no work%s', (_, token) => {
    const redactor = new Redactor(token);
    for (let time = 0; time < 3_000; time += 1)
      expect(redactor.redact('word '.repeat(200))).not.toBe(NOT_SHOWN);
  });

  test('one that is longer than a text is not looked for in base64 there', () => {
    const encode = vi.spyOn(Buffer, 'from');
    onTestFinished(() => void encode.mockRestore());
    const secret = `${'%2525252541'.repeat(10)}ticket`;
    expect(redacted(`before ${'a'.repeat(10)}ticket`, secret)).toBe('before [token]');
    // Those of the token.
    expect(encode.mock.calls.flat().filter((text) => String(text).includes('ticket'))).toEqual([]);
  });

  test('a text that escapes nothing is redacted as one that does', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', 'İ', '+', '/', '-', '_', '😀', ' '),
      maxLength: 60,
    });
    const secret = fc.string({ unit: fc.constantFrom('a', 'B', '+', '/', '_'), minLength: 4, maxLength: 6 });
    fc.assert(
      fc.property(text, fc.array(secret, { maxLength: 4 }), (plain, secrets) => {
        // A percent sign that escapes nothing: the characters are looked at one by one.
        expect(redacted(`${plain} %`, ...secrets)).toBe(`${redacted(plain, ...secrets)} %`);
      }),
      { numRuns: 2_000 },
    );
  });

  test('all are redacted, in whatever order and overlap', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', '%', '4', '1', '[', 'k'), maxLength: 40 });
    const secret = fc.string({
      unit: fc.constantFrom('a', 'b', '%', '4', '1', '['),
      minLength: 4,
      maxLength: 7,
    });
    fc.assert(
      fc.property(piece, fc.array(secret, { maxLength: 8 }), (text, secrets) => {
        const shown = redacted(text, ...secrets);
        for (const part of shown.split('[token]')) {
          for (const each of secrets) expect(part).not.toContain(each);
        }
        // A text without any is as it was.
        if (!shown.includes('[token]')) expect(shown).toBe(text);
        // The shortest spelling is that of a secret like "%41a", which is "aa".
        expect(shown.length).toBeLessThanOrEqual((text.length * '[token]'.length) / 'aa'.length);
      }),
    );
  });
});

describe('the ticket of a connector', () => {
  const TICKET = 'eyJ0aWNrZXQiOjF9.c+d/e~f_g.sig==';
  const input = { id: 'contosohr', name: 'Contoso HR', connectorTicket: TICKET };
  const documents = {
    create:
      'mutation ($input: CreateExternalConnectionInput!) { createExternalConnection(input: $input) { id } }',
    add: 'mutation ($input: AddExternalConnectionInput!) { addExternalConnection(input: $input) { id } }',
    update:
      'mutation ($input: UpdateExternalConnectionInput!) { updateExternalConnection(input: $input) { id } }',
    delete:
      'mutation ($input: DeleteExternalConnectionInput!) { deleteExternalConnection(input: $input) { id } }',
  };
  const ticketBase = TICKET.slice(0, 16);

  test.each(Object.entries(documents))(
    'is sent as a header with %s, and nowhere else',
    async (kind, query) => {
      sawToken(TICKET);
      const { name: _, ...bare } = input;
      await running.post({ query, variables: { input: kind === 'delete' ? bare : input } }, { token: TOKEN });
      const [request, ...others] = running.emulator.requests;
      expect(request?.headers['graphconnectors-ticket']).toBe(TICKET);
      expect(request?.headers.authorization).toBe(`Bearer ${TOKEN}`);
      expect(JSON.stringify([request?.path, request?.body ?? '', others])).not.toContain(ticketBase);
    },
  );

  test.each([
    ['verbatim', TICKET],
    ['URL-encoded', encodeURIComponent(TICKET)],
  ])("is redacted %s in Graph's texts, and in the log", async (_, text) => {
    const detail = { code: `Code ${text}`, message: `Before ${text} after ${TOKEN}.` };
    const body = { error: { ...detail, innerError: detail, details: [detail] } };
    running.emulator.failNext({ status: 400, headers: { 'request-id': text }, body });
    const response = await running.post({ query: documents.update, variables: { input } }, { token: TOKEN });
    const error = await response.text();
    expect(error).toContain('Before [token] after [token].');
    expect(error + running.logs.join()).not.toContain(ticketBase);
  });

  test.each([
    ['a line break', 'a\r\nX-Evil: 1'],
    ['a space', 'a b'],
    ['a tab', 'a\tb'],
    ['a null character', 'a\0b'],
    ['a letter beyond ASCII', 'tickét'],
    ['no character', ''],
    ['4,097 characters', 't'.repeat(4_097)],
  ])('with %s is rejected, and is not repeated', async (_, connectorTicket) => {
    const variables = { input: { ...input, connectorTicket } };
    const { errors } = await running.execute(documents.update, variables, { token: TOKEN });
    expect(errors).toMatchObject([
      {
        message: 'input.connectorTicket: expected 1 to 4,096 visible ASCII characters.',
        extensions: { code: 'BAD_USER_INPUT', argument: 'input.connectorTicket', outcome: 'NOT_APPLIED' },
      },
    ]);
    expect(running.emulator.requests).toEqual([]);
  });
});

test.each([
  ['https', 'https://graph.example/beta/marker'],
  ['http', 'http://graph.example/marker'],
  ['capital letters', 'HTTPS://GRAPH.EXAMPLE/marker'],
  ['another scheme', 'ftp://files.example/marker'],
  ['a port and a query', 'https://graph.example:8443/beta?sig=marker#marker'],
  ['credentials', 'https://user:marker@graph.example/'],
  ['an OData key', "https://graph.example/beta/users('marker')/messages('marker')"],
  ['brackets', 'https://graph.example/beta?filter[a]=marker&x={marker}'],
  ['an IPv6 host', 'https://[2001:db8::1]:8443/marker'],
  ['the token in its query', `https://graph.example/?access_token=${TOKEN}&sig=marker`],
])('an absolute URL with %s is redacted in every text', async (_, url) => {
  for (const text of [url, `"${url}"`, `(${url})`, `see:${url}`]) {
    const failure = await failureSaying(text);
    expect(failure.text).not.toMatch(/graph\.example|files\.example|2001:db8|marker|:\/\//i);
    expect(failure.message).toMatch(/Before .* after\..*Inside .* out\./);
  }
});

test('text that only looks like a URL is kept', async () => {
  const { message } = await failureSaying(
    "the segment 'connections' of /external/connections, a//b, 10:30, x:y",
  );
  expect(message).toContain("the segment 'connections' of /external/connections, a//b, 10:30, x:y");
});

test('errors of mutations are redacted, too', async () => {
  const error = { code: 'x', message: `${TOKEN} https://graph.example/marker is wrong.` };
  running.emulator.failNext({ status: 409, body: { error } });
  const document = 'mutation { createExternalConnection(input: { id: "newhr", name: "New HR" }) { id } }';
  const { text } = await failureOf(running, document, { token: TOKEN });
  expect(text).not.toContain(base);
  expect(text).not.toMatch(/graph\.example|marker/);
});

describe('in random texts', () => {
  const encoded = (text: string) => Buffer.from(text).toString('base64url');
  const part = fc
    .uint8Array({ minLength: 6, maxLength: 30 })
    .map((bytes) => Buffer.from(bytes).toString('base64url'));
  const header = fc
    .record({
      alg: fc.constantFrom('RS256', 'none', 'dir'),
      kid: fc.string({ unit: 'grapheme', maxLength: 12 }),
    })
    .chain((claims) =>
      fc.constantFrom(JSON.stringify(claims), JSON.stringify(claims, null, 2).replace(/^{\s+/, '{')),
    );
  const pieces = [
    'eyJ',
    'keyJar',
    'keyj',
    'eyj.a.',
    'EYJ',
    '.',
    '-',
    '_',
    ' ',
    '\\u0022',
    '\\n',
    '%20',
    'Bearer',
    'é',
  ];
  const before = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((all) => all.join(''));

  test('a JSON Web Token is redacted, whatever is before it', () => {
    fc.assert(
      fc.property(before, header, part, part, (prefix, claims, payload, signature) => {
        const shown = new Redactor(TOKEN).redact(`${prefix}${encoded(claims)}.${payload}.${signature} after`);
        return !shown.includes(payload) && !shown.includes(signature) && shown.endsWith(' after');
      }),
      { numRuns: 3_000, seed: 5 },
    );
  });

  test('names of a few letters are shown, however they begin', () => {
    const words = ['eyJ', 'key', 'Json', '.', 'com', 'value', 'Ey', 'eyj', 'server', '-', '_', '/', 'Z'];
    const name = fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((all) => all.join(''));
    fc.assert(
      fc.property(name, (text) => new Redactor(TOKEN).redact(text) === text),
      { numRuns: 3_000, seed: 6 },
    );
  });
});

describe('a long text of Graph', () => {
  test.each([
    ['of words', `${'word '.repeat(60_000)}.`],
    ['without a space', `${'a'.repeat(60_000)}.`],
    ['of beginnings of URLs', `${'https:/'.repeat(40_000)}.`],
    ['of URLs', 'https://graph.example/marker '.repeat(10_000)],
    ['of beginnings of JWTs', `${'eyJ'.repeat(60_000)}.`],
    ['of parts of JWTs', `${'eyJ.'.repeat(60_000)}.`],
    ['of percent-encoding', `${'%25'.repeat(60_000)}.`],
    ['of the token', `${TOKEN} `.repeat(10_000)],
  ])('%s is truncated', async (_, message) => {
    running.emulator.failNext({ status: 400, body: { error: { code: 'x', message } } });
    const { text } = await failureOf(running, QUERY, { token: TOKEN });
    expect(text.length).toBeLessThan(10_000);
  });

  test('is truncated after redaction, so that no part of a token remains', async () => {
    for (let before = 1_960; before <= 2_000; before += 1) {
      const message = `${'x'.repeat(before)} ${TOKEN}.`;
      running.emulator.failNext({ status: 400, body: { error: { code: 'x', message } } });
      expect((await failureOf(running, QUERY, { token: TOKEN })).text).not.toContain('eyJ0');
    }
  });
});
