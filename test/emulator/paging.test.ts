import { describe, expect, it } from 'vitest';
import { at, type Call, callerOf, idsOf, receive, start, stringAt } from './client.ts';

async function create(call: Call, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `page${String(i).padStart(4, '0')}`);
  for (const id of ids) await call('POST', '/connections', { id, name: id });
  return ids;
}

function nextLink(body: unknown): string {
  return stringAt(body, '@odata.nextLink');
}

describe('paging', () => {
  it('leads through everything once, in order, with the page size that was asked for', async () => {
    const { call } = await start({}, 'pages');
    const ids = await create(call, 5);
    const pages: string[][] = [];
    let next: string | undefined = '/external/connections?$top=2&$select=id';
    while (next !== undefined) {
      const { status, body } = await call('GET', next);
      expect(status).toBe(200);
      pages.push(idsOf(body));
      next = at(body, '@odata.nextLink') === undefined ? undefined : nextLink(body);
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(ids);
  });

  it('shows 100 when nobody asks for a size', async () => {
    const { call } = await start({}, 'pages');
    await create(call, 101);
    const first = await call('GET', '/connections');
    expect(idsOf(first.body)).toHaveLength(100);
    const link = new URL(nextLink(first.body));
    expect([...link.searchParams.keys()]).toEqual(['$skiptoken']);
    expect(idsOf((await call('GET', link.href)).body)).toEqual(['page0100']);
  });

  it('has no next page when the last one is full', async () => {
    const { call } = await start({}, 'pages');
    await create(call, 2);
    expect((await call('GET', '/connections?$top=2')).body).not.toHaveProperty('@odata.nextLink');
  });

  it.each(['/external/connections', '/connections', '/privateLinkPolicy/privateEndpointConnections'])(
    'links to the next page of %s with $top and $skiptoken only',
    async (path) => {
      const { emulator, call } = await start();
      const { body } = await call('GET', `${path}?$top=1&$select=id&$count=true`);
      expect(nextLink(body)).toMatch(/\?\$top=1&\$skiptoken=\w+$/);
      expect(nextLink(body).startsWith(`${emulator.url}${path}?`)).toBe(true);
      expect(idsOf((await call('GET', nextLink(body))).body)).toHaveLength(1);
    },
  );

  it('links to the host the request came in with', async () => {
    const { emulator } = await start();
    const headers = { Host: 'graph.contoso.test:8443' };
    const { text } = await receive(`${emulator.url}/connections?$top=1`, { headers });
    const body: unknown = JSON.parse(text);
    expect(nextLink(body)).toMatch(/^http:\/\/graph\.contoso\.test:8443\/beta\/connections\?\$top=1&/);
  });

  it('goes on after an item that was deleted meanwhile', async () => {
    const { call } = await start({ deleteDelayMs: 0 }, 'pages');
    await create(call, 4);
    const first = await call('GET', '/connections?$top=2');
    await call('DELETE', '/connections/page0001');
    expect(idsOf((await call('GET', nextLink(first.body))).body)).toEqual(['page0002', 'page0003']);
  });

  it.each(['0', '1000', '-1', 'all', '1.5', ''])('refuses $top=%s', async (top) => {
    const { call } = await start();
    expect(await call('GET', `/connections?$top=${top}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest', message: expect.stringContaining(top) } },
    });
  });

  it.each(['1', '999'])('accepts $top=%s', async (top) => {
    const { call } = await start();
    expect(await call('GET', `/connections?$top=${top}`)).toMatchObject({ status: 200 });
  });

  it('refuses a token it never gave out, gave out for another list, or to another tenant', async () => {
    const { emulator, call } = await start();
    const token = new URL(nextLink((await call('GET', '/connections?$top=1')).body)).search;
    const elsewhere = `/privateLinkPolicy/privateEndpointConnections${token}`;
    const unknown = [
      await call('GET', '/connections?$skiptoken=nosuch'),
      await call('GET', elsewhere),
      await callerOf(emulator, 'ann')('GET', `/connections${token}`),
    ];
    for (const answer of unknown) {
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    }
    expect(await call('GET', `/external/connections${token}`)).toMatchObject({ status: 200 });
  });
});
