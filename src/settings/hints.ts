import type { Limit } from '../client/errorContract.ts';
import type { SETTINGS } from './definitions.ts';
import { pathSetting } from './names.ts';

// What error messages add for the operator: the settings that an error has to do with.

const LIMIT_SETTINGS: { readonly [Name in Limit]?: keyof typeof SETTINGS } = {
  body: 'MAX_BODY_BYTES',
  tokens: 'MAX_DOCUMENT_TOKENS',
  characters: 'MAX_DOCUMENT_CHARACTERS',
  variables: 'MAX_VARIABLE_VALUES',
  keys: 'MAX_KEYS',
  repeatedFields: 'MAX_DOCUMENT_TOKENS',
  depth: 'MAX_DEPTH',
  aliases: 'MAX_ALIASES',
  rootFields: 'MAX_ROOT_FIELDS',
  directives: 'MAX_DIRECTIVES',
  cost: 'MAX_COST',
  responseBytes: 'MAX_RESPONSE_BYTES',
  upstreamRequests: 'MAX_UPSTREAM_REQUESTS',
  subscriptions: 'MAX_SUBSCRIPTIONS_PER_CALLER',
};

/** The setting of a limit, in a sentence; `undefined` for a limit that is fixed. */
export function limitHint(limit: Limit): string | undefined {
  const setting = LIMIT_SETTINGS[limit];
  return setting && `See the gateway's setting ${setting}.`;
}

/** The settings of a resource's URL, in a sentence. */
export function pathHint(resource: string): string {
  return `Check the gateway's settings GRAPH_URL and ${pathSetting(resource)}.`;
}
