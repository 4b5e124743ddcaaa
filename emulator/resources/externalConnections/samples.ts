import { appIdOf, demoToken } from '../../tenants.ts';
import type { StoredConnection } from './storedConnection.ts';

const demoAppId = appIdOf(demoToken);
const archiveAppId = appIdOf(demoToken, 'archive');

/**
 * The external connections of the demo tenant, one in each state. The obsolete one belongs to another app, the one of the
 * token `demo~archive`.
 */
export const samples: readonly StoredConnection[] = [
  {
    id: 'contosohr',
    ownerAppId: demoAppId,
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
    ownerAppId: demoAppId,
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
    ownerAppId: demoAppId,
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
  {
    id: 'adatumarchive',
    ownerAppId: archiveAppId,
    name: 'A. Datum Archive',
    description: 'Closed projects, through an interface that has been retired',
    state: 'obsolete',
    configuration: { authorizedAppIds: [archiveAppId] },
    connectorId: null,
    contentCategory: 'fileRepository',
    enabledContentExperiences: 'search',
    ingestedItemsCount: 731,
    activitySettings: null,
    searchSettings: null,
    complianceSettings: null,
  },
];
