import { type Aggregator, Gauge, type Registry } from 'prom-client';
import { VERSION } from '../version.ts';
import type { GatewayState } from './sink.ts';

/** The prefix of all metric names. */
export const PREFIX = 'msgraph_gateway';
const BREAKER_STATES = ['closed', 'half-open', 'open'] as const;

/** Registers gauges that read a gateway's state when collected; `stateOf` returns `undefined` before there is one. */
export function registerStateGauges(registers: Registry[], stateOf: () => GatewayState | undefined): void {
  const gauge = (
    name: string,
    help: string,
    read: (state: GatewayState) => number,
    aggregator: Aggregator = 'sum',
  ) =>
    new Gauge({
      name: `${PREFIX}_${name}`,
      help,
      registers,
      aggregator,
      collect() {
        const state = stateOf();
        this.set(state === undefined ? 0 : read(state));
      },
    });
  gauge('requests_in_flight', 'Requests in flight.', (state) => state.requestsInFlight());
  gauge(
    'requests_in_flight_limit',
    'MAX_REQUESTS: beyond it, requests are rejected.',
    (state) => state.maxRequests,
  );
  gauge(
    'requests_in_flight_ratio',
    'Requests in flight, as a share of MAX_REQUESTS; with WORKERS, that of the worker with the largest.',
    (state) => state.requestsInFlight() / state.maxRequests,
    // A sum would hide a full worker beside an idle one.
    'max',
  );
  gauge('open_connections', 'Connections of clients that are open.', (state) => state.openConnections());
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
    // Stays 1 for any number of workers.
    aggregator: 'max',
  }).set({ version: VERSION }, 1);
}
