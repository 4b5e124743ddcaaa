import { z } from 'zod';
import { invalidResponse } from './errors.ts';
import { isRecord } from './json.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, z.ZodType>>;
type Nullable<P extends Properties> = {
  readonly [Name in keyof P]: z.output<P[Name]> | null | undefined;
};

/** An object with an id. Without one it is no object of Graph's at all; every other property may be absent or null. */
export function entityShape<P extends Properties>(properties: P) {
  const withId = { id: z.string(), ...properties };
  return objectShape<{ readonly id: string } & Nullable<P>>(withId, ({ id }) => typeof id === 'string', 'id');
}

/** A value inside an entity; every property may be absent or null. */
export function complexShape<P extends Properties>(properties: P) {
  return objectShape<Nullable<P>>(properties, () => true);
}

/**
 * An object that Graph sends without an id, such as a schema: it has at least one of its properties, or it is no object
 * of Graph's.
 */
export function idlessShape<P extends Properties>(properties: P) {
  const names = Object.keys(properties);
  return objectShape<Nullable<P>>(properties, (json) => names.some((name) => Object.hasOwn(json, name)));
}

/** What is recognized as such an object is read property by property; `missing` is what one lacks that is not. */
function objectShape<Model extends object>(
  properties: Properties,
  isOne: (json: JsonObject) => boolean,
  missing?: string,
) {
  const read = reader<Model>(properties);
  return z.unknown().transform((json, context) => {
    if (isRecord(json) && isOne(json)) return read(json);
    context.addIssue({ code: 'custom', path: isRecord(json) && missing !== undefined ? [missing] : [] });
    return z.NEVER;
  });
}

// Far more than a property of Graph's has. Zod would make an issue of each item of a longer one.
const MAX_ITEMS = 1_000;

/** A list of strings or of numbers; the first wrong item decides. */
export function listOf<T>(isItem: (item: unknown) => item is T) {
  return z.custom<T[]>((value) => Array.isArray(value) && value.length <= MAX_ITEMS && value.every(isItem));
}

export const isString = (item: unknown): item is string => typeof item === 'string';

/** A list of values with a shape of their own. */
export function shapesOf<T>(shape: z.ZodType<T>, maxItems = MAX_ITEMS) {
  return z
    .custom<unknown[]>((value) => Array.isArray(value) && value.length <= maxItems)
    .pipe(z.array(shape));
}

/** A member of an evolvable enum; one that is not known yet is `unknownFutureValue`. */
export function enumShape<const Known extends string>(known: readonly Known[]) {
  return z.string().transform((value): Known | 'unknownFutureValue' => {
    return known.find((each) => each === value) ?? 'unknownFutureValue';
  });
}

/**
 * Makes the function that reads an object of Graph's. A property is checked when it is asked for, since an operation
 * selects few of the many that Graph sends.
 *
 * In place of a property of the wrong type or range stands its failure: GraphQL makes an Error in place of a value the
 * error of that one field, and the rest of the object is returned. It knows nothing of the response, so one is enough
 * for all of them.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
function reader<Model extends object>(properties: Properties): (json: JsonObject) => Model {
  class Read {
    readonly #json: JsonObject;

    constructor(json: JsonObject) {
      this.#json = json;
    }

    static {
      for (const [name, type] of Object.entries(properties)) {
        const failure = invalidResponse(`"${name}" is of the wrong type or out of range`);
        const get = function (this: Read) {
          const value = this.#json[name];
          if (value === null || value === undefined) return value;
          const parsed = type.safeParse(value);
          return parsed.success ? parsed.data : failure;
        };
        Object.defineProperty(Read.prototype, name, { get });
      }
    }
  }
  return (json) => {
    const read: object = new Read(json);
    // An Error stands for no value, so no type mentions it.
    return read as Model;
  };
}
