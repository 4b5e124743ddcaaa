import type { Emulator } from '../../emulator/index.ts';

const COLLECTIONS = [
  '/external/connections',
  '/privateLinkPolicy/privateEndpointConnections',
  '/privateEndpointConnection',
];

/** Everything that a tenant of the emulator has, as its own answers tell it. */
export async function tenantOf(emulator: Emulator, token = 'demo'): Promise<readonly unknown[]> {
  const headers = { authorization: `Bearer ${token}` };
  return Promise.all(
    COLLECTIONS.map(async (path): Promise<unknown> => (await fetch(emulator.url + path, { headers })).json()),
  );
}
