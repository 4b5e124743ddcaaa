/** What a host that embeds the gateway needs, and the error contract of its clients. */
// First: the packages behind the other imports do not load on older versions of Node.
import './process/requireNode.ts';

export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorExtensions,
  type GraphDetails,
  type GraphErrorDetail,
  type Limit,
  type WriteOutcome,
} from './client/errorContract.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { schema } from './schema/index.ts';
export { type Config, ConfigError, readConfig } from './settings/config.ts';
