import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { baseManifests, ofKind } from './support/manifests.ts';

const ports = z.array(z.object({ port: z.union([z.string(), z.number()]) }));
const ipBlock = z.object({ cidr: z.string(), except: z.array(z.string()) });
const networkPolicy = z.object({
  spec: z.object({
    policyTypes: z.array(z.string()),
    ingress: z.tuple([z.object({ ports }), z.object({ from: z.unknown(), ports })]),
    egress: z.tuple([z.object({ to: z.unknown(), ports }), z.object({ to: z.unknown(), ports })]),
  }),
});

test('it reaches DNS in its cluster and HTTPS outside of it, and only Prometheus reaches its metrics', () => {
  const { policyTypes, ingress, egress } = ofKind(baseManifests(), 'NetworkPolicy', networkPolicy).spec;
  expect(policyTypes).toEqual(['Ingress', 'Egress']);
  const portsOf = (rules: typeof ingress | typeof egress) =>
    rules.map((rule) => [...new Set(rule.ports.map(({ port }) => port))]);
  expect(portsOf(ingress)).toEqual([['http'], ['metrics']]);
  expect(ingress[1].from).toEqual([
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } },
  ]);
  const [dns, graph] = egress;
  expect(portsOf(egress)).toEqual([[53], [443]]);
  expect(dns.to).toMatchObject([{ podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }]);
  const excluded = new BlockList();
  for (const { ipBlock: block } of z.array(z.object({ ipBlock })).parse(graph.to)) {
    const family = block.cidr.includes(':') ? 'ipv6' : 'ipv4';
    for (const cidr of block.except) {
      const [address = '', bits] = cidr.split('/');
      excluded.addSubnet(address, Number(bits), family);
    }
  }
  for (const address of ['10.96.0.1', '172.17.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'])
    expect(excluded.check(address), address).toBe(true);
  expect(excluded.check('fd00::1', 'ipv6')).toBe(true);
  expect(excluded.check('20.190.132.1')).toBe(false);
});
