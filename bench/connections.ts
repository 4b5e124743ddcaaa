// What the upstream holds: the same for every contender.

/** The only `Authorization` header that the upstream accepts. Its token is as long as those for Graph: 1.5 to 2.5 kB. */
export const AUTHORIZATION = `Bearer ${'bench.token.of-one-caller.'.repeat(60)}`;

export type Connection = ReturnType<typeof connection>;

/** A connection with everything that Graph sends of one: about 600 bytes as JSON. */
export function connection(id: string, state = 'ready') {
  return {
    '@odata.type': '#microsoft.graph.externalConnectors.externalConnection',
    id,
    name: `Contoso ${id}`,
    description: `Tickets and known errors of Contoso's ${id}, indexed every night`,
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

/** As long as a page of Graph at its longest. */
export const page = Array.from({ length: 100 }, (_, index) => {
  const states = ['ready', 'draft', 'limitExceeded', 'obsolete'];
  return connection(`service${index}`, states[index % states.length]);
});

/** The input of S4; the upstream responds with the connection of that id. */
export const newConnection = {
  id: 'servicenew',
  name: 'Contoso servicenew',
  description: connection('servicenew').description,
  configuration: { authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555'] },
};
