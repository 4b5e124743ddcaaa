import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULT_KEYS, faultOption } from '../../emulator/faultOption.ts';

describe('a fault of the command line', () => {
  it.each([
    ['{"stauts":503}', 'has the unknown key "stauts"; the keys are method, path, '],
    ['{"status":503,"often":true}', 'has the unknown key "often"'],
    ['{"method":"GET"}', 'needs one of status, delayMs, reset, truncateAt'],
    ['{"status":503,"delayMs":5}', 'needs one of status, delayMs, reset, truncateAt'],
    ['{"delayMs":5,"headers":{}}', 'is not valid: Unrecognized key: "headers"'],
    ['{"status":503,"path":1}', 'is not valid: path: '],
    ['{"status":503,"headers":{"Retry-After":2}}', 'is not valid: headers.Retry-After: '],
    ['{status:503}', 'is not a JSON object'],
    ['503', 'is not a JSON object'],
    ['null', 'is not a JSON object'],
  ])('that is %s is rejected: it %s', (json, problem) => {
    expect(() => faultOption(json)).toThrow(`--fault ${json} ${problem}`);
  });

  // Each of these matches no request.
  it.each([
    'external/connections',
    '/beta/external/connections',
    '/beta',
    'http://127.0.0.1:4001/beta/external/connections',
    '/external/connections/{id}',
    '/external/connections?$top=1',
    '',
  ])('with the path "%s" is rejected', (path) => {
    expect(() => faultOption(JSON.stringify({ status: 503, path }))).toThrow(
      'is not valid: path: expected the path of a request, such as /external/connections/contosohr: no /beta, ' +
        'no {id} and no query',
    );
  });

  it.each(['/external/connections/contosohr', '/$batch', '/betas', '/connections/beta'])(
    'can have the path %s',
    (path) => expect(faultOption(JSON.stringify({ status: 503, path }))).toMatchObject({ path }),
  );

  const page = readFileSync('docs/emulator.md', 'utf8');

  it('can have the keys that docs/emulator.md has', () => {
    const [, table = ''] = /^\| key \|.*?\n(.*?)\n\n/ms.exec(page) ?? [];
    const keys = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
    expect(keys.sort()).toEqual([...FAULT_KEYS].sort());
  });

  it('can be any of those in docs/emulator.md', () => {
    const faults = [...page.matchAll(/--fault '(.*?)'/g)].map(([, json = '']) => json);
    expect(faults.length).toBeGreaterThan(1);
    for (const json of faults) expect(faultOption(json), json).toBeDefined();
  });
});
