import { describe, expect, it } from 'vitest';
import { at, callerOf, guid, idsOf, start, stringAt } from './client.ts';

describe('tenants', () => {
  it('gives each token its own state', async () => {
    const { emulator } = await start();
    const [ann, ben] = [callerOf(emulator, 'ann'), callerOf(emulator, 'ben')];
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
      responses.push(await callerOf(emulator, token)('GET', '/privateEndpointConnection'));
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
