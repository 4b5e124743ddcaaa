import { builder } from './builder.ts';

interface GraphEnumOptions<Member extends string> {
  readonly description: string;
  /** What each member means. */
  readonly members: Readonly<Record<Member, string>>;
  /** Names in GraphQL that differ from the member's own in capitals. */
  readonly names?: Readonly<Partial<Record<Member, string>>>;
}

/** Defines an evolvable enum of Microsoft Graph: its member `taskManagement` is `TASK_MANAGEMENT` in GraphQL. */
export function graphEnum<Member extends string>(
  name: string,
  known: readonly Member[],
  { description, members, names }: GraphEnumOptions<Member>,
) {
  const values: Record<
    string,
    { readonly value: Member | 'unknownFutureValue'; readonly description: string }
  > = {};
  for (const member of known)
    values[names?.[member] ?? inCapitals(member)] = { value: member, description: members[member] };
  values.UNKNOWN_FUTURE_VALUE = {
    value: 'unknownFutureValue',
    description: 'A value added by Microsoft after this schema was published. Output only.',
  };
  return builder.enumType(name, { description, values });
}

function inCapitals(member: string): string {
  return member.replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase();
}
