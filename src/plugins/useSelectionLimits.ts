import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type ASTVisitor,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Limit, requestLimitExceeded } from '../schema/errors.ts';

export interface SelectionLimits {
  /** How deep fields may be nested; where introspection needs more for its own queries, it may have that. */
  readonly depth: number;
  /** Aliases in one operation, those of its fragments included. */
  readonly aliases: number;
  /** Fields at the root of one operation; each is at least one call to Graph. */
  readonly rootFields: number;
  /** Directives in one operation. */
  readonly directives: number;
}

/**
 * Refuses documents that ask for too much at once, before they are validated: some of the rules of validation
 * compare every field with every other. What a fragment holds counts wherever it is spread.
 */
export function useSelectionLimits({ depth, aliases, rootFields, directives }: SelectionLimits): Plugin {
  const rules: readonly ValidationRule[] = [
    nestingRule(Math.max(depth, INTROSPECTION_DEPTH)),
    rootFieldsRule(rootFields),
    // Of GraphQL Armor only the counting: its own error has no code, and by default it lets `__typename` by.
    maxAliasesRule({
      n: aliases,
      allowList: [],
      propagateOnRejection: false,
      onReject: [refusal('aliases', aliases, 'MAX_ALIASES')],
    }),
    maxDirectivesRule({
      n: directives,
      propagateOnRejection: false,
      onReject: [refusal('directives', directives, 'MAX_DIRECTIVES')],
    }),
  ];
  return {
    onValidate({ params: { schema, documentAST }, setResult }) {
      const errors = validate(schema, documentAST, rules);
      if (errors.length > 0) setResult([...errors]);
    },
  };
}

type Reporter = Pick<ValidationContext, 'reportError'>;

function refusal(limit: Limit, max: number, setting: string) {
  return (context: Reporter | null): void => {
    context?.reportError(requestLimitExceeded(limit, max, setting));
  };
}

// graphql-js's own query goes 15 levels down; chains of `ofType` could go on for ever otherwise.
const INTROSPECTION_DEPTH = 20;

/** Nesting of whatever fields, of data or not: data has a closer limit, once it is known what is data. */
function nestingRule(max: number): ValidationRule {
  const levels = { ofField: (below: () => number) => below() + 1, together: Math.max };
  return selectionRule(levels, max, refusal('depth', max, 'MAX_DEPTH'));
}

function rootFieldsRule(max: number): ValidationRule {
  const fields = { ofField: () => 1, together: (some: number, more: number) => some + more };
  return selectionRule(fields, max, refusal('rootFields', max, 'MAX_ROOT_FIELDS'));
}

/** How a selection is measured: each field, by what is below it, and several selections together. */
interface Measure {
  ofField(below: () => number): number;
  together(some: number, more: number): number;
}

/** Refuses operations whose selection measures more, what is in fragments included. */
function selectionRule(
  { ofField, together }: Measure,
  max: number,
  refuse: (context: Reporter) => void,
): ValidationRule {
  return (context): ASTVisitor => {
    const known = new Map<string, number>();
    const measure = (set: SelectionSetNode | undefined): number => {
      let sum = 0;
      for (const selection of set?.selections ?? []) {
        if (selection.kind === Kind.FIELD)
          sum = together(
            sum,
            ofField(() => measure(selection.selectionSet)),
          );
        else if (selection.kind === Kind.INLINE_FRAGMENT)
          sum = together(sum, measure(selection.selectionSet));
        else sum = together(sum, spread(selection.name.value));
      }
      return sum;
    };
    // Measured once, however often it is spread; and one that spreads itself adds nothing more there.
    const spread = (name: string): number => {
      const size = known.get(name);
      if (size !== undefined) return size;
      known.set(name, 0);
      const own = measure(context.getFragment(name)?.selectionSet);
      known.set(name, own);
      return own;
    };
    return {
      OperationDefinition({ selectionSet }) {
        if (measure(selectionSet) > max) refuse(context);
      },
    };
  };
}
