import { afterEach, expect, test } from 'vitest';
import { killAll, launch } from '../support/process.ts';

afterEach(killAll);

test('npm run example:supergraph prints one query across two subgraphs, and exits', async () => {
  const { output, code, errors } = await launch('npm run --silent example:supergraph', {}).exited;
  expect(errors).toBe('');
  expect(code).toBe(0);
  const [, query, result = ''] = /^(\{ .* \})\n\n(\{\n.*^\})$/ms.exec(output) ?? [];
  expect(query).toContain('name state owner costCentre');
  expect(JSON.parse(result)).toEqual({
    data: {
      externalConnections: {
        nodes: [
          { name: 'Contoso HR', state: 'READY', owner: 'Adele Vance', costCentre: 'HR-1100' },
          { name: 'Contoso Service Desk', state: 'DRAFT', owner: 'Megan Bowen', costCentre: 'IT-2040' },
          { name: 'Fabrikam Engineering Wiki', state: 'LIMIT_EXCEEDED', owner: null, costCentre: null },
        ],
      },
    },
  });
});
