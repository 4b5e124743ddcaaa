import { isRecord } from '../../json/values.ts';

/** Whether it is the object with this id; without an id, whether it is an object that has one. */
export function isObject(json: unknown, id: string | undefined): boolean {
  const given = readId(json);
  return id === undefined ? given !== undefined : given !== undefined && isSameId(given, id);
}

/** Compares ignoring case: whether case matters is not documented, and ids of different objects differ in more. */
export function isSameId(one: string, other: string): boolean {
  // The length first: an id from Graph may be megabytes long, and is compared for each alias.
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

/** The id of an object, even if the object is otherwise invalid. */
export function readId(json: unknown): string | undefined {
  const object = unwrapped(json);
  return isRecord(object) && typeof object.id === 'string' ? object.id : undefined;
}

/** Unwraps `{"value": {…}}`, the form in which some pages of Graph's documentation show a single object. */
export function unwrapped(json: unknown): unknown {
  return isRecord(json) && json.id === undefined && isRecord(json.value) ? json.value : json;
}
