import { type Cursor, formatCursor, type Page, type PageRequest, parseCursor } from '../msgraph/page.ts';
import { builder } from './builder.ts';
import { badUserInput } from './errors.ts';

const PageInfo = builder.objectRef<{ readonly next: Cursor | null }>('GraphPageInfo').implement({
  description: 'Whether and where a list goes on.',
  fields: (t) => ({
    hasNextPage: t.boolean({
      nullable: false,
      description: 'Whether there is another page.',
      resolve: ({ next }) => next !== null,
    }),
    endCursor: t.string({
      description: 'Pass it as `after` to get the next page; null on the last page. It means nothing else.',
      resolve: ({ next }) => next && formatCursor(next),
    }),
  }),
});

type NodeRef<T> = ReturnType<ReturnType<typeof builder.objectRef<T>>['implement']>;

/** The type of one page of a list: `nodes` and `pageInfo`. */
export function pageType<T extends object>(node: NodeRef<T>, name: string, description: string) {
  return builder.objectRef<Page<T>>(name).implement({
    description,
    fields: (t) => ({
      nodes: t.field({
        type: [node],
        nullable: false,
        // Counted by the field that the page is the answer to.
        complexity: { multiplier: 1 },
        description:
          'The items of this page, in the order of Microsoft Graph. A page may be empty and not the last.',
        resolve: ({ items }) => items,
      }),
      pageInfo: t.field({
        type: PageInfo,
        nullable: false,
        description: 'Whether and where the list goes on.',
        resolve: (page) => page,
      }),
    }),
  });
}

/** The arguments of every list. */
export const pageArguments = builder.args((t) => ({
  first: t.int({
    description:
      'How many items a page has at the most, from 1 to 100. Left out, Microsoft Graph chooses. Together with ' +
      '`after` it must be the number the list was begun with, or be left out.',
  }),
  after: t.string({
    description:
      'Where to go on: the `endCursor` of the page before. Left out, the list starts at its beginning.',
  }),
}));

// As many as Graph puts on a page where it is left to choose.
const MOST_ITEMS = 100;

/** What a list costs: what is asked of an item, as often as the page can have items. */
export function pageComplexity({ first }: PageArguments) {
  return { field: 1, multiplier: Math.min(Math.max(first ?? MOST_ITEMS, 0), MOST_ITEMS) };
}

interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** The arguments of a list, checked. */
export function pageRequest({ first, after }: PageArguments): PageRequest {
  if (first != null && (first < 1 || first > MOST_ITEMS)) {
    throw badUserInput('first', 'expected a whole number from 1 to 100.');
  }
  const cursor = after == null ? undefined : parseCursor(after);
  if (after != null && cursor === undefined) {
    throw badUserInput('after', 'expected the endCursor of an earlier page of this list, unchanged.');
  }
  if (first != null && cursor?.top !== undefined && cursor.top !== first) {
    throw badUserInput('first', 'with `after`, expected the number the list was begun with, or nothing.');
  }
  return { first: first ?? undefined, after: cursor };
}
