import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { startTestGateway, type TestGateway } from '../../../support/gateway.ts';
import { startNeighbour } from './neighbours.ts';
import { type Service, startService } from './service.ts';

/** A subgraph as a composer gets it. */
export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export const composers = {
  '@theguild/federation-composition': (subgraphs: readonly Subgraph[]) =>
    composed(composeByGuild(subgraphs.map(({ sdl, ...rest }) => ({ ...rest, typeDefs: parse(sdl) })))),
  '@apollo/composition': (subgraphs: readonly Subgraph[]) =>
    composed(composeByApollo(subgraphs.map(({ sdl, ...rest }) => ({ ...rest, typeDefs: parse(sdl) })))),
};

interface Composition {
  readonly supergraphSdl?: string | undefined;
  readonly errors?: readonly Error[] | undefined;
}

function composed({ supergraphSdl, errors = [] }: Composition): string {
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** The gateway and its neighbours, each behind HTTP. */
export interface Services {
  readonly gateway: TestGateway;
  readonly url: string;
  /** Everything there is to compose, with the SDL that each service gives of itself. */
  readonly subgraphs: readonly Subgraph[];
  close(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const gateway = await startTestGateway();
  const service = await startService('msgraph', gateway.gateway.requestListener);
  const others = await Promise.all([
    startNeighbour('people'),
    startNeighbour('legacy'),
    startNeighbour('ownership'),
  ]);
  const all = [service, ...others];
  return {
    gateway,
    url: service.url,
    subgraphs: await Promise.all(all.map(subgraphOf)),
    close: async () => {
      await Promise.all(all.map((one) => one.close()));
      await gateway.close();
    },
  };
}

/** Reads the SDL of a service as registries do: without a token. */
async function subgraphOf({ name, url }: Service): Promise<Subgraph> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data } = await response.json();
  return { name, url, sdl: data._service.sdl };
}
