import type { Emulator } from '../../emulator/index.ts';

const PATHS = [
  '/external/connections',
  '/external/connections/contososervicedesk/schema',
  '/privateLinkPolicy/privateEndpointConnections',
  '/privateEndpointConnection',
];

/** All objects of a tenant of the emulator, as it returns them. */
export async function tenantOf(emulator: Emulator, token = 'demo'): Promise<readonly unknown[]> {
  const headers = { authorization: `Bearer ${token}` };
  return Promise.all(
    PATHS.map(async (path): Promise<unknown> => {
      const response = await fetch(emulator.url + path, { headers });
      // An error has the time and an id of its request, which differ each time.
      return response.ok ? response.json() : response.status;
    }),
  );
}
