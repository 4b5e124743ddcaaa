import { z } from 'zod';
import { invalidResponse } from './errors.ts';

type Properties = Readonly<Record<string, z.ZodType>>;
type Nullable<P extends Properties> = {
  readonly [Name in keyof P]: z.ZodType<z.output<P[Name]> | null | undefined>;
};

/** An object with an id. Without one it is no object of Graph's at all; every other property may be absent or null. */
export function entityShape<P extends Properties>(properties: P) {
  return z.object({ id: z.string(), ...nullable(properties) });
}

/** A value inside an entity; every property may be absent or null. */
export function complexShape<P extends Properties>(properties: P) {
  return z.object(nullable(properties));
}

/**
 * An object that Graph sends without an id, such as a schema: it has at least one of its properties, or it is no object
 * of Graph's.
 */
export function idlessShape<P extends Properties>(properties: P) {
  const names = Object.keys(properties);
  return z
    .looseObject({})
    .refine((object) => names.some((name) => Object.hasOwn(object, name)))
    .pipe(complexShape(properties));
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
 * In place of a property of the wrong type or range stands its failure: GraphQL makes an Error in place of a value the
 * error of that one field, and the rest of the object is returned. It knows nothing of the response, so one is enough
 * for all of them.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
function nullable<P extends Properties>(properties: P): Nullable<P> {
  const entries = Object.entries(properties).map(([name, type]) => {
    const failure = invalidResponse(`"${name}" is of the wrong type or out of range`);
    return [name, type.nullish().catch(() => failure)];
  });
  // An Error stands for no value, so no type mentions it.
  return Object.fromEntries(entries) as Nullable<P>;
}
