import { describe, expect, it } from 'vitest';
import { at, start } from './client.ts';

describe('authentication', () => {
  it.each([
    ['no Authorization header', {}, 'Access token is empty.'],
    ['an empty bearer token', { Authorization: 'Bearer ' }, 'Access token is empty.'],
    ['another scheme', { Authorization: 'Basic ZGVtbzpkZW1v' }, 'Access token is empty.'],
    [
      'the expired token',
      { Authorization: 'Bearer demo-expired' },
      'Lifetime validation failed, the token is expired.',
    ],
  ])('rejects %s as Graph does', async (_what, headers: Record<string, string>, message) => {
    const { emulator } = await start();
    const response = await fetch(`${emulator.url}/external/connections`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
    );
    const body: unknown = await response.json();
    expect(at(body, 'error')).toMatchObject({
      code: 'InvalidAuthenticationToken',
      message,
      innerError: {
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
        'request-id': response.headers.get('request-id'),
        'client-request-id': response.headers.get('client-request-id'),
      },
    });
  });

  it('requires a token on unknown paths and on $batch too', async () => {
    const { emulator } = await start();
    for (const path of ['/me', '/$batch']) {
      expect(await fetch(emulator.url + path, { method: 'POST', body: '{}' })).toMatchObject({ status: 401 });
    }
  });
});
