import { isRecord } from '../json/values.ts';
import { ErrorBudget } from './protocol/errorBudget.ts';
import { invalidResponse } from './protocol/errors.ts';

/** Where Graph's JSON differs from what was expected: the path only, never values. */
export class Mismatch {
  readonly path: readonly (string | number)[];

  constructor(...path: readonly (string | number)[]) {
    this.path = path;
  }
}

/**
 * Parses Graph's JSON into a part of a model, or returns a mismatch. Zod would make several objects for each of the
 * thousands of values in a page.
 */
export type Shape<T> = (json: unknown, errors: ErrorBudget) => T | Mismatch;
/** The type of what a shape reads. */
export type ShapeOf<S> = S extends Shape<infer T> ? Exclude<T, Mismatch> : never;

type JsonObject = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, Shape<unknown>>>;
type Nullable<P extends Properties> = {
  readonly [Name in keyof P]: ShapeOf<P[Name]> | null | undefined;
};

const NOT_THIS = new Mismatch();

/** A value that is read as it is. */
function value<T>(isOne: (json: unknown) => json is T): Shape<T> {
  return (json) => (isOne(json) ? json : NOT_THIS);
}

export const text = value((json): json is string => typeof json === 'string');
/** A text of at most `maxLength` characters. */
export function shortText(maxLength: number): Shape<string> {
  return value((json): json is string => typeof json === 'string' && json.length <= maxLength);
}

export const flag = value((json): json is boolean => typeof json === 'boolean');
export const integer = value((json): json is number => Number.isSafeInteger(json));
export const int32 = value((json): json is number => typeof json === 'number' && (json | 0) === json);

/** Converts what another shape reads. */
export function mapped<T, U>(shape: Shape<T>, map: (read: T) => U): Shape<U> {
  return (json, errors) => {
    const read = shape(json, errors);
    return read instanceof Mismatch ? read : map(read);
  };
}

// Far more items than a property of Graph's has.
const MAX_ITEMS = 1_000;
// Longer lists are read once, however many aliases ask for them.
const SHORT_LENGTH = 10;

/** A list; the first mismatch of an item is the mismatch of the list. */
export function listOf<T>(shape: Shape<T>, maxItems = MAX_ITEMS): Shape<T[]> {
  return (json, errors) => {
    if (!Array.isArray(json) || json.length > maxItems) return NOT_THIS;
    const items: T[] = [];
    for (const [index, item] of json.entries()) {
      const read = shape(item, errors);
      if (read instanceof Mismatch) return new Mismatch(index, ...read.path);
      items.push(read);
    }
    return items;
  };
}

/** A member of an evolvable enum. */
export function enumShape<const Known extends string>(known: readonly Known[]) {
  return mapped(text, memberOf(known));
}

/** Makes the function that maps a name to a member of an evolvable enum: an unknown one to `unknownFutureValue`. */
export function memberOf<const Known extends string>(known: readonly Known[]) {
  const members = new Map<string, Known>(known.map((member) => [member, member]));
  return (name: string) => members.get(name) ?? 'unknownFutureValue';
}

/** An object with an id, without which it is a mismatch; every other property may be absent or null. */
export function entityShape<P extends Properties>(properties: P) {
  const withId = { id: text, ...properties };
  return objectShape<{ readonly id: string } & Nullable<P>>(withId, ({ id }) => {
    return typeof id === 'string' ? undefined : new Mismatch('id');
  });
}

/** A value inside an entity; every property may be absent or null. */
export function complexShape<P extends Properties>(properties: P) {
  return objectShape<Nullable<P>>(properties, () => undefined);
}

/**
 * An object that Graph sends without an id, such as a schema; it is a mismatch if it has none of the properties.
 */
export function idlessShape<P extends Properties>(properties: P) {
  const names = Object.keys(properties);
  return objectShape<Nullable<P>>(properties, (json) => {
    return names.some((name) => Object.hasOwn(json, name)) ? undefined : NOT_THIS;
  });
}

/** An object in which `mismatch` finds nothing; its properties are read lazily. */
function objectShape<Model extends object>(
  properties: Properties,
  mismatch: (json: JsonObject) => Mismatch | undefined,
): Shape<Model> {
  const read = reader<Model>(properties);
  return (json, errors) => (isRecord(json) ? (mismatch(json) ?? read(json, errors)) : NOT_THIS);
}

// Symbols instead of private names, because V8 takes 35 ns to define a second private name.
const JSON_OBJECT = Symbol('json');
const ERRORS = Symbol('errors');

/**
 * The same object for the gateway's own use: a property that cannot be read is an Error, but does not count towards the
 * error budget of the response.
 */
export function withOwnErrorBudget<Model extends object>(model: Model): Model {
  const errors = new ErrorBudget(Number.POSITIVE_INFINITY);
  const copy: object = Object.create(Object.getPrototypeOf(model));
  return Object.assign(copy, model, { [ERRORS]: errors });
}

/**
 * Makes the function that reads an object of Graph's. A property is checked on access, since an operation selects few
 * of the many that Graph sends.
 *
 * The value of a property of the wrong type or range is an Error, which GraphQL turns into the error of that one field;
 * the rest of the object is returned. The Error is the same for all responses, so it is created once for each property.
 * Once the error budget of the response is exhausted, the value is null.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
function reader<Model extends object>(
  properties: Properties,
): (json: JsonObject, errors: ErrorBudget) => Model {
  class Read {
    readonly [JSON_OBJECT]: JsonObject;
    readonly [ERRORS]: ErrorBudget;

    constructor(json: JsonObject, errors: ErrorBudget) {
      this[JSON_OBJECT] = json;
      this[ERRORS] = errors;
    }

    static {
      for (const [name, shape] of Object.entries(properties)) {
        const failure = invalidResponse(`"${name}" is of the wrong type or out of range`);
        const longLists = new WeakMap<object, { readonly errors: ErrorBudget; readonly read: unknown }>();
        const get = function (this: Read) {
          const value = this[JSON_OBJECT][name];
          if (value === null || value === undefined) return value;
          const isLong = Array.isArray(value) && value.length > SHORT_LENGTH;
          const errors = this[ERRORS];
          const known = isLong ? longLists.get(value) : undefined;
          const read = known?.errors === errors ? known.read : shape(value, errors);
          if (isLong) longLists.set(value, { errors, read });
          if (!(read instanceof Mismatch)) return read;
          return errors.take() ? failure : null;
        };
        Object.defineProperty(Read.prototype, name, { get });
      }
    }
  }
  return (json, errors) => {
    const read: object = new Read(json, errors);
    // The type does not mention the Error that may take the place of a value.
    return read as Model;
  };
}
