import { Gauge, type Registry } from 'prom-client';
import { VERSION } from '../version.ts';
import type { GatewayState } from './sink.ts';

/** Of the name of each metric. */
export const PREFIX = 'msgraph_gateway';
const BREAKER_STATES = ['closed', 'half-open', 'open'] as const;

/** Registers the metrics of what a gateway is doing when they are read; `stateOf` gives nothing while there is none. */
export function registerStateGauges(registers: Registry[], stateOf: () => GatewayState | undefined): void {
  new Gauge({
    name: `${PREFIX}_requests_in_flight`,
    help: 'Requests in flight.',
    registers,
    collect() {
      this.set(stateOf()?.requestsInFlight() ?? 0);
    },
  });
  new Gauge({
    name: `${PREFIX}_requests_in_flight_limit`,
    help: 'MAX_REQUESTS: beyond it, requests are rejected.',
    registers,
    collect() {
      this.set(stateOf()?.maxRequests ?? 0);
    },
  });
  new Gauge({
    name: `${PREFIX}_requests_in_flight_ratio`,
    help: 'Requests in flight, as a share of MAX_REQUESTS; with WORKERS, that of the worker with the largest.',
    registers,
    // In a sum, a worker that is full does not show beside one that is idle.
    aggregator: 'max',
    collect() {
      const state = stateOf();
      this.set(state === undefined ? 0 : state.requestsInFlight() / state.maxRequests);
    },
  });
  new Gauge({
    name: `${PREFIX}_open_connections`,
    help: 'Connections of clients that are open.',
    registers,
    collect() {
      this.set(stateOf()?.openConnections() ?? 0);
    },
  });
  new Gauge({
    name: `${PREFIX}_circuit_breaker_state`,
    help: '1 for the state that the circuit breaker of connections to Microsoft Graph is in.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const state of BREAKER_STATES) this.set({ state }, stateOf()?.breaker() === state ? 1 : 0);
    },
  });
  new Gauge({
    name: `${PREFIX}_info`,
    help: '1 for the version of the gateway.',
    labelNames: ['version'],
    registers,
    // 1 for any number of workers, too.
    aggregator: 'max',
  }).set({ version: VERSION }, 1);
}
