export { anyDocument } from './anyDocument.ts';
export {
  ANY_COST,
  type DocumentOptions,
  type GraphQLRequest,
  servedSchema,
  validDocument,
} from './validDocument.ts';
