import type { Emulator } from '../../emulator/index.ts';

const COLLECTIONS = [
  '/external/connections',
  '/privateLinkPolicy/privateEndpointConnections',
  '/privateEndpointConnection',
];

/** All objects of a tenant of the emulator, as it returns them. */
export async function tenantOf(emulator: Emulator, token = 'demo'): Promise<readonly unknown[]> {
  const headers = { authorization: `Bearer ${token}` };
  return Promise.all(
    COLLECTIONS.map(async (path): Promise<unknown> => (await fetch(emulator.url + path, { headers })).json()),
  );
}
