import { Collection } from './collection.ts';
import type { GraphContext } from './graphContext.ts';
import type { Tenant } from './tenants.ts';

/**
 * Defines a piece of state that every tenant has its own copy of, created on first use.
 * @returns reads the state of the tenant that a request belongs to
 */
export function perTenant<State extends object>(
  create: (tenant: Tenant) => State,
): (c: GraphContext) => State {
  const states = new WeakMap<Tenant, State>();
  return (c) => {
    const tenant = c.get('tenant');
    const state = states.get(tenant) ?? create(tenant);
    states.set(tenant, state);
    return state;
  };
}

/** A collection per tenant: with the samples in the demo tenant, initially empty in every other. */
export function collectionPerTenant<T extends { readonly id: string }>(
  samples: readonly T[],
): (c: GraphContext) => Collection<T> {
  return perTenant(({ isDemo }) => new Collection(isDemo ? samples : []));
}

/**
 * Defines a piece of state that every item of a collection has its own copy of, created on first use. It ends with the
 * item: a later one with the same id starts anew.
 * @returns reads the state of an item that exists
 */
export function perItem<T extends { readonly id: string }, State extends object>(
  collection: (c: GraphContext) => Collection<T>,
  create: (item: T) => State,
): (c: GraphContext, item: T) => State {
  const states = new WeakMap<object, State>();
  return (c, item) => {
    const key = collection(c).identityOf(item.id) ?? item;
    const state = states.get(key) ?? create(item);
    states.set(key, state);
    return state;
  };
}
