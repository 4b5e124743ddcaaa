/**
 * `msgraph-gateway/client`, for browsers and other clients: the error contract, and the example operations as typed
 * documents. It imports no other package at run time.
 */
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorExtensions,
  errorExtensions,
  type GraphDetails,
  type GraphErrorDetail,
  isErrorCode,
  type Limit,
  type WriteOutcome,
} from './errorContract.ts';
export * from './generated/graphql.ts';
