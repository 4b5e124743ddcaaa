import type { ItemIdResolver as ItemIdResolverModel, NewItemIdResolver } from '../msgraph/itemIdResolver.ts';
import { priority } from './arguments.ts';
import { builder } from './builder.ts';
import { checkEach, Invalid } from './inputChecks.ts';

const RESOLVER = 'How the URL of an item leads to its id.';
const MATCH = 'Which URLs a resolver is for.';
const PRIORITY = 'Position in the sequence in which the resolvers are evaluated.';
const ITEM_ID = 'Pattern of the id: named groups of `urlPattern` in curly brackets, such as `{ticketId}`.';
const BASE_URLS = 'Prefixes of the URLs, such as `https://tickets.contoso.com`.';
const URL_PATTERN =
  'ECMAScript regular expression for the rest of the URL, with named groups: `/tickets/(?<ticketId>[0-9]+)`.';

type UrlMatchInfoModel = NonNullable<ItemIdResolverModel['urlMatchInfo']>;

const UrlMatchInfo = builder.objectRef<UrlMatchInfoModel>('ExternalConnectionUrlMatchInfo').implement({
  description: MATCH,
  fields: (t) => ({
    baseUrls: t.exposeStringList('baseUrls', { description: BASE_URLS }),
    urlPattern: t.exposeString('urlPattern', { description: URL_PATTERN }),
  }),
});

export const ItemIdResolver = builder
  .objectRef<ItemIdResolverModel>('ExternalConnectionItemIdResolver')
  .implement({
    description: `${RESOLVER} Of a resolver of another type, which Microsoft may add, itemId and urlMatchInfo are null.`,
    fields: (t) => ({
      priority: t.exposeInt('priority', { description: PRIORITY }),
      itemId: t.exposeString('itemId', { description: ITEM_ID }),
      urlMatchInfo: t.expose('urlMatchInfo', {
        type: UrlMatchInfo,
        description: MATCH,
      }),
    }),
  });

const UrlMatchInfoInput = builder.inputType('ExternalConnectionUrlMatchInfoInput', {
  description: MATCH,
  fields: (t) => ({
    baseUrls: t.stringList({ required: true, description: BASE_URLS }),
    urlPattern: t.string({ required: true, description: URL_PATTERN }),
  }),
});

export const ItemIdResolverInput = builder.inputType('ExternalConnectionItemIdResolverInput', {
  description: RESOLVER,
  fields: (t) => ({
    priority: t.int({ description: `${PRIORITY} A positive number; null is treated as omitted.` }),
    itemId: t.string({ required: true, description: ITEM_ID }),
    urlMatchInfo: t.field({ type: UrlMatchInfoInput, required: true, description: MATCH }),
  }),
});

/** Checks the resolvers of an argument, and returns them as they are sent. */
export function newResolvers(
  resolvers: readonly (typeof ItemIdResolverInput.$inferInput)[],
  argument: string,
): NewItemIdResolver[] | Invalid {
  return checkEach(resolvers, ({ priority: given, ...resolver }, index) => {
    if (given == null) return resolver;
    const checked = priority(given, `${argument}[${index}].priority`);
    return checked instanceof Invalid ? checked : { priority: checked, ...resolver };
  });
}
