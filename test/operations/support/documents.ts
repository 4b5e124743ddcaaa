export { anyDocument } from './anyDocument.ts';
export { type DocumentOptions, type GraphQLRequest, servedSchema, validDocument } from './validDocument.ts';
