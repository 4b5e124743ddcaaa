import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { start } from '../../emulator/client.ts';

const main = fileURLToPath(new URL('../../../emulator/main.ts', import.meta.url));

function run(port: string, ...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function exitCode(child: ChildProcess): Promise<unknown> {
  const [code]: unknown[] = await once(child, 'exit');
  return code;
}

describe('the emulator as a process', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its URL and an example, and runs until %s',
    async (signal) => {
      const child = run('0');
      const [banner]: unknown[] = await once(child.stdout, 'data');
      const [, url = ''] = /(http:\S+)\n/.exec(String(banner)) ?? [];
      expect(String(banner)).toContain(
        'Any other token gets its own tenant, in which there is only the singleton at first.',
      );
      expect(String(banner)).toContain(`curl -H 'Authorization: Bearer demo' ${url}/external/connections`);
      const response = await fetch(`${url}/connections`, { headers: { Authorization: 'Bearer demo' } });
      expect(response.status).toBe(200);
      await response.text();
      child.kill(signal);
      expect(await exitCode(child)).toBe(0);
    },
  );

  it('takes --operation-ms: how long an operation takes', async () => {
    const [banner]: unknown[] = await once(run('0', '--operation-ms', '0').stdout, 'data');
    const [, url = ''] = /(http:\S+)\n/.exec(String(banner)) ?? [];
    const headers = { Authorization: 'Bearer demo', 'Content-Type': 'application/json' };
    const connection = `${url}/connections/contososervicedesk`;
    const properties = [{ name: 'title', type: 'string' }];
    const body = JSON.stringify({ baseType: 'microsoft.graph.externalItem', properties });
    await fetch(`${connection}/schema`, { method: 'PATCH', headers, body });
    expect(await (await fetch(connection, { headers })).json()).toMatchObject({ state: 'ready' });
  });

  it('takes --fault: what fails, as often as it says, or else always', async () => {
    const throttled = '{"status":429,"path":"/connections","headers":{"Retry-After":"7"},"times":2}';
    const child = run('0', '--fault', throttled, '--fault', '{"status":503,"method":"DELETE"}');
    const [banner]: unknown[] = await once(child.stdout, 'data');
    const [, url = ''] = /(http:\S+)\n/.exec(String(banner)) ?? [];
    const headers = { Authorization: 'Bearer demo' };
    const statuses = async (method: string) => {
      const responses = [];
      for (let time = 0; time < 3; time += 1)
        responses.push(await fetch(`${url}/connections`, { method, headers }));
      return responses.map((response) => [response.status, response.headers.get('retry-after')]);
    };
    expect(await statuses('GET')).toEqual([
      [429, '7'],
      [429, '7'],
      [200, null],
    ]);
    expect(await statuses('DELETE')).toEqual([
      [503, null],
      [503, null],
      [503, null],
    ]);
  });

  it('prints its options with --help, and exits with 0', async () => {
    const child = run('0', '--help');
    const [output, code] = await Promise.all([text(child.stdout), exitCode(child)]);
    expect(output).toMatch(/^Usage: npm run emulator .*--operation-ms N .*--fault JSON .*--help /s);
    expect(code).toBe(0);
  });

  it.each([
    ['--operation-ms', 'soon'],
    ['--fault', '429'],
    ['--fault', '{status:429}'],
    ['--fault', '{"status":429,"path":1}'],
    ['--fault', '{"status":429,"often":true}'],
  ])('prints one line if %s is %s, and exits with 1', async (option, value) => {
    const child = run('0', option, value);
    const [output, code] = await Promise.all([text(child.stderr), exitCode(child)]);
    expect(output).toMatch(new RegExp(`^The emulator cannot start: ${option} .*\\n$`));
    expect(code).toBe(1);
  });

  it.each(['taken', 'invalid'])('prints one line if the port is %s, and exits with 1', async (what) => {
    const { emulator } = await start();
    const child = run(what === 'taken' ? new URL(emulator.url).port : 'four');
    const [output, code] = await Promise.all([text(child.stderr), exitCode(child)]);
    expect(output).toMatch(/^The emulator cannot start: .*port.*\n$/);
    expect(code).toBe(1);
  });
});
