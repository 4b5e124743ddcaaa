import { describe, expect, it } from 'vitest';
import { at, type Call, callerKey, idsOf, receive, start, stringAt } from './client.ts';

async function create(call: Call, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `page${String(i).padStart(4, '0')}`);
  for (const id of ids) await call('POST', '/connections', { id, name: id });
  return ids;
}

function nextLink(body: unknown): string {
  return stringAt(body, '@odata.nextLink');
}

describe('paging', () => {
  it('returns every item once, in order, with the requested page size', async () => {
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

  it('returns 100 items per page by default', async () => {
    const { call } = await start({ maxConnections: 101 }, 'pages');
    await create(call, 101);
    const first = await call('GET', '/connections');
    expect(idsOf(first.body)).toHaveLength(100);
    const link = new URL(nextLink(first.body));
    expect([...link.searchParams.keys()]).toEqual(['$skiptoken']);
    expect(idsOf((await call('GET', link.href)).body)).toEqual(['page0100']);
  });

  it('has no next page after a full last page', async () => {
    const { call } = await start({}, 'pages');
    await create(call, 2);
    expect((await call('GET', '/connections?$top=2')).body).not.toHaveProperty('@odata.nextLink');
  });

  it.each(['/external/connections', '/connections', '/privateLinkPolicy/privateEndpointConnections'])(
    'links to the next page of %s with $top and $skiptoken only, if it was asked for nothing else',
    async (path) => {
      const { emulator, call } = await start();
      const { body } = await call('GET', `${path}?$top=1&custom=1`);
      expect(nextLink(body)).toMatch(/\?\$top=1&\$skiptoken=\w+$/);
      expect(nextLink(body).startsWith(`${emulator.url}${path}?`)).toBe(true);
      expect(idsOf((await call('GET', nextLink(body))).body)).toHaveLength(1);
    },
  );

  it('returns nextLinks with the Host header of the request', async () => {
    const { emulator } = await start();
    const headers = { Host: 'graph.contoso.test:8443' };
    const { text } = await receive(`${emulator.url}/connections?$top=1`, { headers });
    const body: unknown = JSON.parse(text);
    expect(nextLink(body)).toMatch(/^http:\/\/graph\.contoso\.test:8443\/beta\/connections\?\$top=1&/);
  });

  it('continues after an item that was deleted in the meantime', async () => {
    const { call } = await start({ deleteDelayMs: 0 }, 'pages');
    await create(call, 4);
    const first = await call('GET', '/connections?$top=2');
    await call('DELETE', '/connections/page0001');
    expect(idsOf((await call('GET', nextLink(first.body))).body)).toEqual(['page0002', 'page0003']);
  });

  it.each(['0', '1000', '-1', 'all', '1.5', ''])('rejects $top=%s', async (top) => {
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

  it('rejects a skip token that it did not issue, or issued for another list or another tenant', async () => {
    const { emulator, call } = await start();
    const query = new URL(nextLink((await call('GET', '/connections?$top=1')).body)).search;
    const otherList = `/privateLinkPolicy/privateEndpointConnections${query}`;
    const rejected = [
      await call('GET', '/connections?$skiptoken=nosuch'),
      await call('GET', otherList),
      await callerKey(emulator, 'ann')('GET', `/connections${query}`),
    ];
    for (const response of rejected) {
      expect(response).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    }
    expect(await call('GET', `/external/connections${query}`)).toMatchObject({ status: 200 });
  });
});
