import type { StoredConnection } from './externalConnections.ts';
import type { StoredPrivateEndpointConnection } from './privateEndpointConnections.ts';

/** The external connections of the `demo` tenant: one in each state that a caller has to tell apart. */
export const sampleConnections: readonly StoredConnection[] = [
  {
    id: 'contosohr',
    name: 'Contoso HR',
    description: 'Connection to index Contoso HR system',
    state: 'ready',
    configuration: { authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555'] },
    connectorId: '9d2f7f6c-2f4e-4b0e-8d6d-6f1e5e0c7a11',
    contentCategory: 'people',
    enabledContentExperiences: 'search, compliance',
    ingestedItemsCount: 18342,
    activitySettings: {
      urlToItemResolvers: [
        {
          '@odata.type': '#microsoft.graph.externalConnectors.itemIdResolver',
          itemId: '{employeeId}',
          priority: 1,
          urlMatchInfo: {
            baseUrls: ['https://hr.contoso.com'],
            urlPattern: '/people/(?<employeeId>[0-9]+)',
          },
        },
      ],
    },
    searchSettings: {
      searchResultTemplates: [
        {
          id: 'hrcard',
          priority: 1,
          layout: {
            type: 'AdaptiveCard',
            version: '1.3',
            body: [{ type: 'TextBlock', text: `\${title}`, weight: 'Bolder' }],
          },
        },
      ],
    },
    complianceSettings: null,
  },
  {
    id: 'contososervicedesk',
    name: 'Contoso Service Desk',
    description: 'Tickets and known errors of the IT service desk',
    state: 'draft',
    configuration: {
      authorizedAppIds: ['d310d35d-72ec-47dd-92f2-fb9c40936555', '4a7f2c1b-9a53-4d0e-a6d4-0b4c1f0f2e63'],
    },
    connectorId: null,
    contentCategory: 'taskManagement',
    enabledContentExperiences: 'search',
    ingestedItemsCount: null,
    activitySettings: null,
    searchSettings: null,
    complianceSettings: null,
  },
  {
    id: 'fabrikamwiki',
    name: 'Fabrikam Engineering Wiki',
    description: 'Design notes and runbooks of the former Fabrikam engineering teams',
    state: 'limitExceeded',
    configuration: { authorizedAppIds: ['b8c9a6de-51d7-4f6a-8c27-1f3f8a6b9d05'] },
    connectorId: null,
    contentCategory: 'wikis',
    enabledContentExperiences: 'search',
    ingestedItemsCount: 5000000,
    activitySettings: null,
    searchSettings: null,
    complianceSettings: null,
  },
];

/** The private endpoint connections of the `demo` tenant. */
export const samplePrivateEndpointConnections: readonly StoredPrivateEndpointConnection[] = [
  {
    id: '5543b42f-b42f-5543-2fb4-43552fb44355',
    externalPrivateEndpointId:
      '/subscriptions/7c1e4a52-3f0b-4f0d-9a57-2d1c6b8e9f34/resourceGroups/rg-identity-weu/providers/Microsoft.Network/privateEndpoints/pe-entra-weu',
    privateLinkIds: [33554437, 33554438],
  },
  {
    id: 'd93180c3-80c3-d931-c380-31d9c38031d9',
    externalPrivateEndpointId:
      '/subscriptions/7c1e4a52-3f0b-4f0d-9a57-2d1c6b8e9f34/resourceGroups/rg-identity-neu/providers/Microsoft.Network/privateEndpoints/pe-entra-neu',
    privateLinkIds: [50331653],
  },
];
