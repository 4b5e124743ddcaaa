/** What the upstream has, and what it takes to be let in. The same for every gateway. */

/** The one `Authorization` header that the upstream accepts. */
export const AUTHORIZATION = 'Bearer bench.token.of-one-caller';

/** As long as a page of Graph at its longest. */
export const CONNECTION_COUNT = 100;

/** An external connection with everything that Graph sends of one, about 600 bytes as JSON. */
export type UpstreamConnection = ReturnType<typeof upstreamConnection>;

const STATES = ['ready', 'draft', 'limitExceeded', 'obsolete'] as const;

function upstreamConnection(id: string, name: string, state: (typeof STATES)[number], description: string) {
  return {
    '@odata.type': '#microsoft.graph.externalConnectors.externalConnection',
    id,
    name,
    description,
    state,
    configuration: {
      '@odata.type': 'microsoft.graph.externalConnectors.configuration',
      authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555', '4a7f2c1b-9a53-4d0e-a6d4-0b4c1f0f2e63'],
    },
    connectorId: null,
    contentCategory: 'taskManagement',
    enabledContentExperiences: 'search',
    ingestedItemsCount: 18_342,
    activitySettings: null,
    searchSettings: null,
    complianceSettings: null,
  };
}

/** The connections `service000` to `service099`, in every state. */
export const connections: readonly UpstreamConnection[] = Array.from(
  { length: CONNECTION_COUNT },
  (_, index) => {
    const number = String(index).padStart(3, '0');
    const state = STATES[index % STATES.length] ?? 'ready';
    return upstreamConnection(`service${number}`, `Contoso Service ${number}`, state, description(number));
  },
);

/** The id of one of {@link connections}. */
export function connectionId(index: number): string {
  return `service${String(index).padStart(3, '0')}`;
}

/** What S4 creates. */
export const newConnection = {
  id: 'servicenew',
  name: 'Contoso Service New',
  description: description('New'),
  configuration: { authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555'] },
};

/** What the upstream answers to the creation of {@link newConnection}. */
export const createdConnection: UpstreamConnection = upstreamConnection(
  newConnection.id,
  newConnection.name,
  'draft',
  newConnection.description,
);

function description(which: string): string {
  return `Tickets and known errors of Contoso's service ${which}, indexed every night`;
}
