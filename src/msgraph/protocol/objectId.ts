import { isRecord } from '../../json/values.ts';

/** Whether it is the object with this id, or has any where that is not known. */
export function isObject(json: unknown, id: string | undefined): boolean {
  const given = readId(json);
  return id === undefined ? given !== undefined : given !== undefined && isSameId(given, id);
}

/** Whether case counts is documented nowhere, and another object's id differs in more. */
export function isSameId(one: string, other: string): boolean {
  // Graph's may be megabytes long, and is compared for each alias.
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

/** The id in an object, whatever else is wrong with it. */
export function readId(json: unknown): string | undefined {
  const object = unwrapped(json);
  return isRecord(object) && typeof object.id === 'string' ? object.id : undefined;
}

/** Some of Graph's pages wrap a single object as `{"value": {…}}`. */
export function unwrapped(json: unknown): unknown {
  return isRecord(json) && json.id === undefined && isRecord(json.value) ? json.value : json;
}
