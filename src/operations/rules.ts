import {
  type ASTVisitor,
  type DefinitionNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  TokenKind,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { SDL_FIELDS } from '../schema/supergraph/subgraph.ts';
import type { Tokens } from './tokens.ts';

/**
 * The specified rules that can report anything about a document: one without a `$` needs no rule about variables.
 * Every rule is a visitor of every node, so leaving out half of them halves the cost of a document that arrives once.
 *
 * What a rule is about is told by its name; a rule with another name applies always.
 */
export function applicableRules({ kinds }: Tokens, { definitions }: DocumentNode): readonly ValidationRule[] {
  const isFragment = ({ kind }: DefinitionNode) => kind === Kind.FRAGMENT_DEFINITION;
  // Definitions of types are rejected as a whole, with whatever else is wrong with them.
  if (!definitions.every((each) => isFragment(each) || each.kind === Kind.OPERATION_DEFINITION))
    return specifiedRules;
  const about = [
    ...(kinds.has(TokenKind.SPREAD) || definitions.some(isFragment) ? ['Fragment', 'TypeNames'] : []),
    ...(kinds.has(TokenKind.DOLLAR) ? ['Variable', 'TypeNames'] : []),
    ...(kinds.has(TokenKind.AT) ? ['Directive'] : []),
    ...(definitions.length > 1 ? ['Operation'] : []),
  ];
  const key = about.join();
  const rules = selections.get(key) ?? specifiedRules.filter(({ name }) => isAbout(name, about));
  selections.set(key, rules);
  return rules;
}

const selections = new Map<string, readonly ValidationRule[]>();
const SUBJECTS = ['Fragment', 'Variable', 'TypeNames', 'Directive', 'Operation'];

function isAbout(rule: string, subjects: readonly string[]): boolean {
  const subject = SUBJECTS.find((name) => rule.includes(name));
  return subject === undefined || subjects.includes(subject);
}

/** Rejects `__schema` and `__type`, and the fields that return the schema's text. */
export const NO_INTROSPECTION_RULES: readonly ValidationRule[] = [
  NoSchemaIntrospectionCustomRule,
  NoSchemaTextRule,
];

function NoSchemaTextRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!SDL_FIELDS.some((name) => name === node.name.value)) return;
      const message = `GraphQL introspection has been disabled, but the requested query contained "${node.name.value}".`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
