import type { ResourceId } from '../../msgraph/path.ts';
import type { Session } from '../../msgraph/session.ts';

/** A type whose objects other services of a supergraph can refer to, by its key `id`. */
export interface Entity {
  /** The type's name. */
  readonly type: string;
  /** The Query field that reads several by their ids. */
  readonly lookup: string;
  /** What that field says of itself. */
  readonly description: string;
  /** Reads one through the caller's session; null where there is none. */
  load(graph: Session, id: ResourceId): Promise<object | null>;
}

const table = new Map<string, Entity>();

/** Every entity by the name of its type: the one table that both dialects of supergraphs are made from. */
export const entities: ReadonlyMap<string, Entity> = table;

interface TypeRef<T> {
  readonly name: string;
  readonly $inferType: T;
}

interface EntityOptions<T> extends Omit<Entity, 'type' | 'load'> {
  load(graph: Session, id: ResourceId): Promise<T | null>;
}

/** Makes a type an entity. Each resource does so for its own, as it adds its own fields to the builder. */
export function defineEntity<T extends object>({ name: type }: TypeRef<T>, options: EntityOptions<T>): void {
  if (table.has(type)) throw new TypeError(`${type} is an entity already.`);
  table.set(type, { type, ...options });
}
