/** What a host that embeds the gateway needs, and types for the code of its clients. */
export { type Config, ConfigError, readConfig } from './config.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { GraphDetails, GraphErrorDetail } from './msgraph/errorBody.ts';
export type { WriteOutcome } from './msgraph/outcome.ts';
export { ERROR_CODES, type ErrorCode, type ErrorExtensions } from './schema/errors.ts';
export { schema } from './schema/index.ts';
