import type { Session } from '../../msgraph/calls/session.ts';
import type { ResourceId } from '../../msgraph/protocol/path.ts';

/** The key of one entity: its fields by name. */
export type EntityKey = Readonly<Record<string, ResourceId>>;

/** A type whose objects other services of a supergraph can refer to, by its key. */
export interface Entity {
  /** The type's name. */
  readonly type: string;
  /** The fields of its key: `id` alone, or several for what is below another entity. */
  readonly key: readonly string[];
  /** The Query field that reads several by `id`; an entity with a compound key has none. */
  readonly lookup?: string;
  /** The description of that field. */
  readonly description?: string;
  /** Reads one through the caller's session; null where it does not exist. */
  load(graph: Session, key: EntityKey): Promise<object | null>;
}

const table = new Map<string, Entity>();

/** Every entity by the name of its type: the one table that both dialects of supergraphs are made from. */
export const entities: ReadonlyMap<string, Entity> = table;

interface TypeRef<T> {
  readonly name: string;
  readonly $inferType: T;
}

interface EntityOptions<T, Field extends string> extends Omit<Entity, 'type' | 'key' | 'load'> {
  readonly key: readonly Field[];
  load(graph: Session, key: Readonly<Record<Field, ResourceId>>): Promise<T | null>;
}

/** Makes a type an entity. Each resource does so for its own, as it adds its own fields to the builder. */
export function defineEntity<T extends object, Field extends string>(
  { name: type }: TypeRef<T>,
  options: EntityOptions<T, Field>,
): void {
  if (table.has(type)) throw new TypeError(`${type} is an entity already.`);
  table.set(type, { type, ...options });
}
