import { guidOf } from './guid.ts';

/** An organization. Resources keep their state by tenant, with `perTenant`. */
export interface Tenant {
  /** The tokens of the tenant begin with it. */
  readonly name: string;
  /** Whether the tenant starts with sample data. */
  readonly isDemo: boolean;
}

/** What a token stands for. */
export interface Caller {
  readonly tenant: Tenant;
  /** The app registration that the token is assumed to be issued to. */
  readonly appId: string;
}

/** The token of the tenant with sample data. */
export const demoToken = 'demo';

/**
 * One tenant per token, created on first use. A token can name an app of its tenant after a `~`, by its GUID or by any
 * other name: `demo~reporting` is for the tenant of `demo`, and for another app than the token `demo`.
 */
export class Tenants {
  readonly #byName = new Map<string, Tenant>();

  byToken(token: string): Caller {
    const [name = '', ...rest] = token.split('~');
    const app = rest.length === 0 ? undefined : rest.join('~');
    const tenant = this.#byName.get(name) ?? { name, isDemo: name === demoToken };
    this.#byName.set(name, tenant);
    return { tenant, appId: appIdOf(name, app) };
  }
}

/**
 * The id of an app.
 * @param app - its name or its id. Default: the one of the token that is the tenant's name
 */
export function appIdOf(tenant: string, app?: string): string {
  if (app === undefined) return guidOf(`app of ${tenant}`);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(app) ? app.toLowerCase() : guidOf(`app ${app}`);
}
