import {
  type Cursor,
  formatCursor,
  isCursorOf,
  type Page,
  type PageRequest,
  parseCursor,
} from '../msgraph/page.ts';
import { builder } from './builder.ts';
import { badUserInput } from './errors.ts';

const PageInfo = builder.objectRef<{ readonly next: Cursor | null }>('GraphPageInfo').implement({
  description: 'Whether and where a list continues.',
  fields: (t) => ({
    hasNextPage: t.boolean({
      nullable: false,
      description: 'Whether there is another page.',
      resolve: ({ next }) => next !== null,
    }),
    endCursor: t.string({
      description: 'Opaque cursor: pass it as `after` for the next page. Null on the last page.',
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
        // The items are counted by the field that returns the page.
        complexity: { field: 1, multiplier: 1 },
        description:
          'The items of this page, in the order of Microsoft Graph. A page may be empty without being the last.',
        resolve: ({ items }) => items,
      }),
      pageInfo: t.field({
        type: PageInfo,
        nullable: false,
        description: 'Whether and where the list continues.',
        resolve: (page) => page,
      }),
    }),
  });
}

/** The arguments of every list. */
export const pageArguments = builder.args((t) => ({
  first: t.int({
    description:
      'Maximum number of items on a page, from 1 to 100; chosen by Microsoft Graph by default. With `after`, omit ' +
      'it or repeat the value of the first page.',
  }),
  after: t.string({ description: 'The `endCursor` of the previous page.' }),
}));

const MAX_FIRST = 100;

/** The cost of a list: that of an item, multiplied by the maximum number of items on the page. */
export function pageComplexity({ first, after }: PageArguments) {
  // An invalid size is rejected by the field itself: it must not lower the cost of others.
  const size = Math.min(Math.max(first ?? MAX_FIRST, 1), MAX_FIRST);
  if (after == null) return { field: 1, multiplier: size };
  // After a cursor without a page size, Graph chooses it.
  const top = parseCursor(after)?.top;
  return { field: 1, multiplier: top === undefined ? MAX_FIRST : Math.max(top, size) };
}

type PageArguments = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
};

/** Checks the arguments of a list; a cursor must have the same filter. @throws {GraphQLError} `BAD_USER_INPUT` */
export function pageRequest({ first, after }: PageArguments, filter?: string): PageRequest {
  if (first != null && (first < 1 || first > MAX_FIRST)) {
    throw badUserInput('first', 'expected a whole number from 1 to 100.');
  }
  const cursor = after == null ? undefined : parseCursor(after);
  if (after != null && cursor === undefined) {
    throw badUserInput('after', 'expected the endCursor of a previous page of this list, unchanged.');
  }
  if (cursor !== undefined && !isCursorOf(cursor, filter)) {
    throw badUserInput(
      'after',
      'is the cursor of a list with another filter: repeat the arguments of the first page.',
    );
  }
  if (first != null && cursor?.top !== undefined && cursor.top !== first) {
    throw badUserInput('first', 'with `after`, expected the value of the first page, or none.');
  }
  return { first: first ?? undefined, after: cursor };
}
