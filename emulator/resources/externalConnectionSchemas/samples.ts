import { type StoredSchema, schemaOf } from './body.ts';

/**
 * The schemas of the sample connections by id, in the form in which an app registers them. The one of Contoso HR has
 * all that a connection needs to be found; the wiki's lacks an icon. The service desk is a draft.
 */
export const sampleSchemas: ReadonlyMap<string, StoredSchema> = new Map(
  Object.entries({
    contosohr: schemaOf({
      baseType: 'microsoft.graph.externalItem',
      properties: [
        {
          name: 'title',
          type: 'string',
          isSearchable: true,
          isQueryable: true,
          isRetrievable: true,
          labels: ['title'],
        },
        { name: 'url', type: 'string', isRetrievable: true, labels: ['url'] },
        { name: 'icon', type: 'string', isRetrievable: true, labels: ['iconUrl'] },
        {
          name: 'department',
          type: 'string',
          description: 'The department that the person works in.',
          aliases: ['team'],
          isQueryable: true,
          isRetrievable: true,
          isRefinable: true,
        },
        {
          name: 'skills',
          type: 'stringCollection',
          isSearchable: true,
          isQueryable: true,
          isRetrievable: true,
          rankingHint: { importanceScore: 'high' },
        },
        {
          name: 'hiredAt',
          type: 'dateTime',
          isQueryable: true,
          isRetrievable: true,
          labels: ['createdDateTime'],
        },
        { name: 'manager', type: 'principal', isRetrievable: true },
      ],
    }),
    fabrikamwiki: schemaOf({
      baseType: 'microsoft.graph.externalItem',
      properties: [
        { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
        { name: 'url', type: 'string', isRetrievable: true, labels: ['url'] },
        { name: 'author', type: 'string', isSearchable: true, isRetrievable: true, labels: ['createdBy'] },
        { name: 'space', type: 'string', isQueryable: true, isRetrievable: true, isRefinable: true },
        {
          name: 'editedAt',
          type: 'dateTime',
          isQueryable: true,
          isRetrievable: true,
          labels: ['lastModifiedDateTime'],
        },
      ],
    }),
    adatumarchive: schemaOf({
      baseType: 'microsoft.graph.externalItem',
      properties: [
        { name: 'project', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
      ],
    }),
  }),
);
