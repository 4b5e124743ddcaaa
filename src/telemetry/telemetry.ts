import type { Observe, ReportRejection } from '../operations/observer.ts';
import type { DocumentHashes } from './record.ts';
import { Recorder } from './recorder.ts';
import type { GatewayState, TelemetrySink } from './sink.ts';

/** What the gateway's parts report to. The optional members are absent without sinks, and then cost nothing. */
export interface Telemetry {
  readonly observe?: Observe;
  readonly onRejected?: ReportRejection;
  readonly onSurplusConnection?: () => void;
  attach(state: GatewayState): void;
  bug(): void;
  close(): void;
}

/** Combines sinks into the telemetry of one gateway. */
export function createTelemetry(sinks: readonly TelemetrySink[]): Telemetry {
  const attach = (state: GatewayState) => {
    for (const sink of sinks) sink.attached?.(state);
  };
  const close = () => {
    for (const sink of sinks) sink.closed?.();
  };
  const bug = () => {
    for (const sink of sinks) sink.bug?.();
  };
  if (sinks.length === 0) return { attach, bug, close };
  const hashes: DocumentHashes = new WeakMap();
  return {
    observe: (request) => new Recorder(request, sinks, hashes),
    onRejected: (rejected) => {
      for (const sink of sinks) sink.rejected?.(rejected);
    },
    onSurplusConnection: () => {
      for (const sink of sinks) sink.surplusConnection?.();
    },
    attach,
    bug,
    close,
  };
}
