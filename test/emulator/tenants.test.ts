import { describe, expect, it } from 'vitest';
import { at, type Call, callerKey, guid, idsOf, start, stringAt } from './client.ts';

describe('tenants', () => {
  it('gives each token its own state', async () => {
    const { emulator } = await start();
    const [ann, ben] = [callerKey(emulator, 'ann'), callerKey(emulator, 'ben')];
    await ann('POST', '/connections', { id: 'annsown', name: 'Ann' });
    expect(idsOf((await ann('GET', '/connections')).body)).toEqual(['annsown']);
    expect(idsOf((await ben('GET', '/connections')).body)).toEqual([]);
    expect(await ben('GET', '/connections/annsown')).toMatchObject({ status: 404 });
  });

  it('creates the demo tenant with external connections in different states', async () => {
    const { call } = await start();
    const { body } = await call('GET', '/external/connections');
    expect(body).toMatchObject({
      value: expect.arrayContaining([
        expect.objectContaining({ id: 'contosohr', name: 'Contoso HR', state: 'ready' }),
        expect.objectContaining({ state: 'draft' }),
        expect.objectContaining({ state: 'limitExceeded' }),
      ]),
    });
    expect(at(body, 'value', 0, 'configuration', 'authorizedAppIds')).toEqual([expect.stringMatching(guid)]);
  });

  it('creates the demo tenant with private endpoint connections', async () => {
    const { call } = await start();
    const { body } = await call('GET', '/privateLinkPolicy/privateEndpointConnections');
    expect(idsOf(body)).toHaveLength(2);
    expect(at(body, 'value', 0)).toMatchObject({
      id: expect.stringMatching(guid),
      externalPrivateEndpointId: expect.stringContaining('/providers/Microsoft.Network/privateEndpoints/'),
      privateLinkIds: expect.arrayContaining([expect.any(Number)]),
    });
  });

  it('gives every tenant its own singleton private endpoint connection', async () => {
    const { emulator } = await start();
    const responses = [];
    for (const token of ['ann', 'ben', 'ann']) {
      responses.push(await callerKey(emulator, token)('GET', '/privateEndpointConnection'));
    }
    const [ann, ben, annAgain] = responses.map(({ body }) => stringAt(body, 'id'));
    expect(ann).toMatch(guid);
    expect(annAgain).toBe(ann);
    expect(ben).not.toBe(ann);
  });

  it('shares no state between emulators', async () => {
    const [first, second] = [await start(), await start()];
    await first.call('PATCH', '/connections/contosohr', { name: 'Renamed' });
    expect((await second.call('GET', '/connections/contosohr')).body).toMatchObject({ name: 'Contoso HR' });
  });
});

describe('apps', () => {
  const ids = async (call: Call) => idsOf((await call('GET', '/external/connections')).body);
  const unauthorized = { status: 401, body: { error: { code: 'Unauthorized' } } };

  it('of one tenant see and manage only the connections that they created', async () => {
    const { emulator, call: owner } = await start({}, 'ann');
    const other = callerKey(emulator, 'ann~reporting');
    await owner('POST', '/connections', { id: 'first', name: 'First' });
    await other('POST', '/connections', { id: 'second', name: 'Second' });
    expect([await ids(owner), await ids(other)]).toEqual([['first'], ['second']]);
    expect(await other('POST', '/connections', { id: 'first', name: 'Taken' })).toMatchObject({
      status: 409,
    });
    for (const [method, path] of [
      ['GET', '/connections/first'],
      ['PATCH', '/connections/first'],
      ['DELETE', '/connections/first'],
      ['GET', '/external/connections/first/schema'],
      ['PATCH', '/external/connections/first/schema'],
      ['GET', '/external/connections/first/quota'],
      ['GET', '/external/connections/first/operations/x'],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'Stolen' } : undefined;
      expect(await other(method, path, body), `${method} ${path}`).toMatchObject(unauthorized);
    }
    expect((await owner('GET', '/connections/first')).body).toMatchObject({ name: 'First' });
    expect((await owner('GET', '/connections/first')).body).not.toHaveProperty('ownerAppId');
  });

  it('that a connection authorizes manage it as well, until it no longer does', async () => {
    const { emulator, call: owner } = await start({}, 'ann');
    const appId = 'D310D35D-72EC-47DD-92F2-FB9C40936555';
    const other = callerKey(emulator, `ann~${appId.toLowerCase()}`);
    const authorized = (authorizedAppIds: string[]) => ({ configuration: { authorizedAppIds } });
    await owner('POST', '/connections', { id: 'first', name: 'First', ...authorized([appId]) });
    expect(await ids(other)).toEqual(['first']);
    expect(await other('PATCH', '/connections/first', { name: 'Shared' })).toMatchObject({ status: 204 });
    await owner('PATCH', '/connections/first', authorized([]));
    expect(await ids(other)).toEqual([]);
    expect(await other('GET', '/connections/first')).toMatchObject(unauthorized);
    expect(await owner('GET', '/connections/first')).toMatchObject({ status: 200 });
  });

  it('share what is not owned by an app', async () => {
    const { emulator } = await start();
    const [first, second] = await Promise.all(
      ['demo', 'demo~reporting'].map((token) =>
        callerKey(emulator, token)('GET', '/privateEndpointConnection'),
      ),
    );
    expect(first?.body).toEqual(second?.body);
  });

  it('find the samples that authorize them', async () => {
    const { emulator } = await start();
    expect(await ids(callerKey(emulator, 'demo~4a7f2c1b-9a53-4d0e-a6d4-0b4c1f0f2e63'))).toEqual([
      'contososervicedesk',
    ]);
    expect(await ids(callerKey(emulator, 'demo~reporting'))).toEqual([]);
    expect(await ids(callerKey(emulator, 'demo~archive'))).toEqual(['adatumarchive']);
    expect(await callerKey(emulator, 'demo')('GET', '/connections/adatumarchive')).toMatchObject(
      unauthorized,
    );
  });
});
