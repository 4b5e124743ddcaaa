import { INSTALL_GRAPHIQL, isGraphiQLInstalled } from '../graphiql/installed.ts';
import { SETTINGS, type Settings } from './definitions.ts';
import { redactedValue } from './redactedValue.ts';

// What is wrong with settings that are valid one by one.

/** What the gateway cannot run with, a sentence each. */
export function contradictionsIn(settings: Settings): string[] {
  const { shutdownDelayMs, shutdownGraceMs, port, adminPort } = settings;
  const problems: string[] = [];
  if (shutdownDelayMs > 0 && shutdownDelayMs >= shutdownGraceMs) {
    problems.push(
      `SHUTDOWN_DELAY_MS: expected less than SHUTDOWN_GRACE_MS (${shutdownGraceMs}), which includes it, got "${shutdownDelayMs}"`,
    );
  }
  if (port > 0 && adminPort === port)
    problems.push(`ADMIN_PORT: expected another port than PORT, got "${port}"`);
  return problems;
}

/** What an operator should look at although the gateway can run, a sentence each. */
export function questionable(settings: Settings): string[] {
  const { nodeEnv, graphUrl, graphiql, introspection, trustedDocuments, adminPort, adminHost } = settings;
  const warnings: string[] = [];
  if (nodeEnv !== 'production' && /^prod/i.test(nodeEnv ?? '')) {
    warnings.push(
      `NODE_ENV is ${redactedValue(nodeEnv ?? '')}: only "production" turns off what is meant for development`,
    );
  }
  if (graphiql === true && introspection === false) {
    warnings.push(
      'GRAPHIQL is on and INTROSPECTION off: GraphiQL cannot show the documentation of the schema',
    );
  }
  if (graphiql === true && trustedDocuments !== undefined) {
    warnings.push('GRAPHIQL is on and TRUSTED_DOCUMENTS set: GraphiQL can run no document of its own');
  }
  if (graphiql === true && !isGraphiQLInstalled()) {
    warnings.push(`GRAPHIQL is on, but GraphiQL is not installed: ${INSTALL_GRAPHIQL}`);
  }
  if (adminPort === null && adminHost !== SETTINGS.ADMIN_HOST.def.defaultValue) {
    warnings.push(
      `ADMIN_HOST is ${redactedValue(adminHost)}, but metrics are served only where ADMIN_PORT is set`,
    );
  }
  if (graphUrl.endsWith('/v1.0')) {
    warnings.push(
      'GRAPH_URL is v1.0 of Graph, which lacks some of what the schema offers, such as private endpoint connections; beta has all of it',
    );
  }
  return warnings;
}
