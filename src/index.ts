/** What a host that embeds the gateway needs, and what its clients' code can be typed with. */
export { type Config, ConfigError, readConfig } from './config.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { GraphConfig, GraphPaths } from './msgraph/client.ts';
export type { GraphDetails, GraphErrorDetail } from './msgraph/errorDetails.ts';
export type { WriteOutcome } from './msgraph/errors.ts';
export { ERROR_CODES, type ErrorCode, type ErrorExtensions } from './schema/errors.ts';
export { schema } from './schema/index.ts';
export type { LogLevel } from './settings.ts';
