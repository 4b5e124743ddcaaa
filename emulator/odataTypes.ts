import { invalidRequest } from './graphErrors.ts';
import { isJsonObject, type JsonObject } from './jsonBody.ts';

/** The types that `@odata.type` can name in the bodies of a service. */
export interface TypeModel {
  /** Qualified names. */
  readonly types: ReadonlySet<string>;
  /** Properties that can have any JSON, which is not searched. */
  readonly untyped: ReadonlySet<string>;
  /** What a type that the model does not have is called in the service's error messages. */
  readonly serviceName: (type: string) => string;
}

/**
 * Rejects an `@odata.type` that the model does not have, in an object and all that it contains.
 * @see https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/746 for the message, which has the service's own
 * name of the type
 */
export function rejectUnknownTypes(value: unknown, model: TypeModel): void {
  if (Array.isArray(value)) {
    for (const item of value) rejectUnknownTypes(item, model);
  } else if (isJsonObject(value)) {
    rejectUnknownType(value, model);
    for (const [name, inner] of Object.entries(value)) {
      if (!model.untyped.has(name)) rejectUnknownTypes(inner, model);
    }
  }
}

/** The qualified name in an object's `@odata.type`, which can begin with `#`; undefined without one. */
export function typeOf(value: JsonObject): string | undefined {
  const type = value['@odata.type'];
  return type === undefined ? undefined : String(type).replace(/^#/, '');
}

function rejectUnknownType(value: JsonObject, { types, serviceName }: TypeModel): void {
  const type = typeOf(value);
  if (type === undefined || types.has(type)) return;
  throw invalidRequest({
    code: 'DeserializationError',
    message: `A type named '${serviceName(type)}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.`,
  });
}
