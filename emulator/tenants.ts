import { guidOf } from './guid.ts';

/** One token's view of Graph. Resources keep their state by tenant, with `perTenant`. */
export interface Tenant {
  readonly token: string;
  /** Whether the tenant starts with sample data. */
  readonly isDemo: boolean;
  /** The app registration that the token is assumed to be issued to. */
  readonly appId: string;
}

/** The token of the tenant with sample data. */
export const demoToken = 'demo';

/** One tenant per token, created on first use. */
export class Tenants {
  readonly #byToken = new Map<string, Tenant>();

  byToken(token: string): Tenant {
    const existing = this.#byToken.get(token);
    if (existing) return existing;
    const tenant = { token, isDemo: token === demoToken, appId: guidOf(`app of ${token}`) };
    this.#byToken.set(token, tenant);
    return tenant;
  }
}
