import { graphType } from '../externalConnections/types.ts';

/** An enumeration that later members were added to, behind its `unknownFutureValue`. */
interface EvolvableEnumeration {
  /** Qualified name. */
  readonly type: string;
  readonly members: readonly string[];
  /** Sent only to clients that ask for them. */
  readonly laterMembers: readonly string[];
}

// The members of both are those of the metadata of beta, https://graph.microsoft.com/beta/$metadata. The page of
// `property` has other names for two labels: `assignedTo` and `numReactions`.

export const propertyType: EvolvableEnumeration = {
  type: graphType('propertyType'),
  members:
    'string int64 double dateTime boolean stringCollection int64Collection doubleCollection dateTimeCollection'.split(
      ' ',
    ),
  laterMembers: ['principal', 'principalCollection'],
};

export const label: EvolvableEnumeration = {
  type: graphType('label'),
  members: (
    'title url createdBy lastModifiedBy authors createdDateTime lastModifiedDateTime fileName ' +
    'fileExtension'
  ).split(' '),
  laterMembers: (
    'containerName containerUrl iconUrl assignedToPeople closedBy closedDate priority sprintName tags severity ' +
    'state dueDate itemParentId itemPath itemType numberOfReactions parentUrl priorityNormalized reportedBy ' +
    'secondaryId personAccount personCurrentPosition personManager personAssistants personColleagues ' +
    'personAlternateContacts personEmergencyContacts personAddresses personAnniversaries personAwards ' +
    'personCertifications personEducationalActivities personEmails personInterests personLanguages personName ' +
    'personNote personPatents personPhones personPublications personProjects personSkills personWebAccounts ' +
    'personWebSite personWorkPositions'
  ).split(' '),
};

/** What a request can send. */
export function allMembers({ members, laterMembers }: EvolvableEnumeration): readonly string[] {
  return [...members, ...laterMembers];
}

/**
 * A member as a response has it.
 * @param asksForUnknown - whether the request has `Prefer: include-unknown-enum-members`
 * @see https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations
 */
export function asSent({ members }: EvolvableEnumeration, member: string, asksForUnknown: boolean): string {
  return asksForUnknown || members.includes(member) ? member : 'unknownFutureValue';
}
