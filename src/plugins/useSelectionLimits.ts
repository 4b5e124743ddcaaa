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
  return (context): ASTVisitor => {
    const known = new Map<string, number>();
    const depthOf = ({ selections }: SelectionSetNode): number => {
      let depth = 0;
      for (const selection of selections) {
        if (selection.kind === Kind.FRAGMENT_SPREAD) depth = Math.max(depth, spread(selection.name.value));
        else {
          const below = selection.selectionSet ? depthOf(selection.selectionSet) : 0;
          depth = Math.max(depth, selection.kind === Kind.FIELD ? below + 1 : below);
        }
      }
      return depth;
    };
    const spread = (name: string): number => {
      const depth = known.get(name);
      if (depth !== undefined) return depth;
      known.set(name, 0);
      const fragment = context.getFragment(name);
      const own = fragment ? depthOf(fragment.selectionSet) : 0;
      known.set(name, own);
      return own;
    };
    return {
      OperationDefinition({ selectionSet }) {
        if (depthOf(selectionSet) > max) refusal('depth', max, 'MAX_DEPTH')(context);
      },
    };
  };
}

function rootFieldsRule(max: number): ValidationRule {
  return (context): ASTVisitor => {
    const counted = new Map<string, number>();
    const count = ({ selections }: SelectionSetNode): number => {
      let fields = 0;
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) fields += 1;
        else if (selection.kind === Kind.INLINE_FRAGMENT) fields += count(selection.selectionSet);
        else fields += spread(selection.name.value);
      }
      return fields;
    };
    // Counted once, however often it is spread; and one that spreads itself counts nothing more there.
    const spread = (name: string): number => {
      const known = counted.get(name);
      if (known !== undefined) return known;
      counted.set(name, 0);
      const fragment = context.getFragment(name);
      const fields = fragment ? count(fragment.selectionSet) : 0;
      counted.set(name, fields);
      return fields;
    };
    return {
      OperationDefinition({ selectionSet }) {
        if (count(selectionSet) > max) refusal('rootFields', max, 'MAX_ROOT_FIELDS')(context);
      },
    };
  };
}
