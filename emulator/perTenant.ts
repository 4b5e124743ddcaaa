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
