import type { ExternalConnection } from '../msgraph/externalConnection.ts';
import type { ExternalConnectionSchema } from '../msgraph/externalConnectionSchema.ts';
import type { GraphFailure } from '../msgraph/protocol/errors.ts';
import type { PropertyLabel, SchemaProperty } from '../msgraph/schemaProperty.ts';

// What a connection needs so that its items are found and well displayed. All of it is decided by what was read.
// https://learn.microsoft.com/graph/connecting-external-content-manage-schema
// https://learn.microsoft.com/graph/connecting-external-content-experiences

export type CheckStatus = 'passed' | 'failed' | 'unknown';

/** One check: its status, and a sentence that says what to do if it has not passed. */
export interface Check {
  readonly status: CheckStatus;
  readonly message: string;
}

/** A schema as it was read: null where none is registered, a failure where it could not be read. */
export type ReadSchema = ExternalConnectionSchema | GraphFailure | null;

const passed = (message: string): Check => ({ status: 'passed', message });
const failed = (message: string): Check => ({ status: 'failed', message });
const unknown = (message: string): Check => ({ status: 'unknown', message });

const UPDATE = 'with updateExternalConnection';

/** Whether Graph has finished setting up a connection, and accepts items. */
export function stateCheck({ state }: ExternalConnection): Check {
  switch (state) {
    case 'ready':
      return passed('The connection is ready: items can be indexed and searched.');
    case 'draft':
      return failed(
        'The connection is a draft until its schema is registered: register it with registerExternalConnectionSchema, ' +
          'and wait until that operation is COMPLETED.',
      );
    case 'obsolete':
      return failed('The connection is obsolete, and can only be read and deleted: create another one.');
    case 'limitExceeded':
      return failed(
        'The item quota of the connection or of the tenant is used up: delete items that are not needed.',
      );
    default:
      // Absent, of the wrong type, or a state that is not known yet.
      return unknown('Microsoft Graph did not say whether the connection is ready: read its state later.');
  }
}

export function schemaCheck(schema: ReadSchema): Check {
  return ofSchema(schema, () => passed('The connection has a schema.'));
}

export function labelCheck(schema: ReadSchema, label: PropertyLabel, name: string): Check {
  return ofProperties(schema, ({ labels }) => anyOf(labels, (each) => each === label), {
    passed: `A property has the label ${name}.`,
    failed: `No property has the label ${name}: add it to the right property, and register the schema again.`,
  });
}

export function searchableCheck(schema: ReadSchema): Check {
  return ofProperties(schema, ({ isSearchable }) => isFlag(isSearchable), {
    passed: 'A property is searchable.',
    failed:
      'No property is searchable: set isSearchable on one of the type STRING or STRING_COLLECTION, and register the ' +
      'schema again.',
  });
}

export function resolverCheck({ activitySettings }: ExternalConnection): Check {
  return ofSetting(isError(activitySettings) ? activitySettings : activitySettings?.urlToItemResolvers, {
    passed: 'The URLs that users share lead to items.',
    failed: `No resolver leads from URLs to items: set activitySettings.urlToItemResolvers ${UPDATE}.`,
  });
}

export function templateCheck({ searchSettings }: ExternalConnection): Check {
  return ofSetting(isError(searchSettings) ? searchSettings : searchSettings?.searchResultTemplates, {
    passed: 'Search results have a template of their own.',
    failed: `Search results have no template: set searchSettings.searchResultTemplates ${UPDATE}.`,
  });
}

/** The status of all checks together. */
export function overallStatus(checks: readonly Check[]): CheckStatus {
  const statuses = new Set(checks.map(({ status }) => status));
  if (statuses.has('failed')) return 'failed';
  return statuses.has('unknown') ? 'unknown' : 'passed';
}

interface Messages {
  readonly passed: string;
  readonly failed: string;
}

function ofSchema(schema: ReadSchema, check: (schema: ExternalConnectionSchema) => Check): Check {
  if (schema === null)
    return failed('The connection has no schema: register one with registerExternalConnectionSchema.');
  if (schema instanceof Error) return unknown(`The schema could not be read. ${schema.message}`);
  return check(schema);
}

function ofProperties(
  schema: ReadSchema,
  test: (property: SchemaProperty) => boolean | undefined,
  messages: Messages,
): Check {
  return ofSchema(schema, ({ properties }) => {
    const isAny = anyOf(properties, test);
    if (isAny === undefined)
      return unknown("The properties of the schema could not be read: see the schema's errors.");
    return isAny ? passed(messages.passed) : failed(messages.failed);
  });
}

function ofSetting(list: unknown, messages: Messages): Check {
  if (isError(list)) return unknown(`The setting could not be read. ${list.message}`);
  return Array.isArray(list) && list.length > 0 ? passed(messages.passed) : failed(messages.failed);
}

/** Whether a test holds for any item of a list; undefined where that depends on what could not be read. */
function anyOf<T>(
  list: readonly T[] | null | undefined,
  test: (item: T) => boolean | undefined,
): boolean | undefined {
  if (isError(list)) return undefined;
  const results = list?.map(test) ?? [];
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function isFlag(value: boolean | null | undefined): boolean | undefined {
  return isError(value) ? undefined : value === true;
}

/** Whether a property is of the wrong type: then its value is an Error, which the types do not mention. */
function isError(value: unknown): value is Error {
  return value instanceof Error;
}
