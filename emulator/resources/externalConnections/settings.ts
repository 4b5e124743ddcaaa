import { invalidProperty, invalidRequest } from '../../graphErrors.ts';
import { type JsonObject, rejectUnknownProperties, withoutAnnotations } from '../../jsonBody.ts';
import { typeOf } from '../../odataTypes.ts';
import { enumOf, int32Of, objectOf, objectsOf, stringOf, stringsOf } from '../../properties.ts';
import { graphType, serviceType } from './types.ts';

const maxSearchResultTemplates = 2;

const ruleOperations = 'null equals notEquals contains notContains lessThan greaterThan startsWith'.split(
  ' ',
);

/** Validates settings of a body, which are stored as sent; null clears them, undefined if they are omitted. */
type ReadSettings = (body: JsonObject) => JsonObject | null | undefined;

/** @see https://learn.microsoft.com/graph/api/resources/externalconnectors-searchsettings */
export const searchSettingsOf: ReadSettings = (body) =>
  settingsOf(body, 'searchSettings', 'searchResultTemplates', (templates) => {
    if (templates.length > maxSearchResultTemplates) {
      // The limit is on the page of `externalConnection`.
      throw invalidProperty(
        'searchResultTemplates',
        `There are at most ${maxSearchResultTemplates} of them.`,
      );
    }
    templates.forEach(checkTemplate);
  });

/** @see https://learn.microsoft.com/graph/api/resources/externalconnectors-compliancesettings */
export const complianceSettingsOf: ReadSettings = (body) =>
  settingsOf(body, 'complianceSettings', 'eDiscoveryResultTemplates', (templates) => {
    templates.forEach(checkTemplate);
  });

/** @see https://learn.microsoft.com/graph/api/resources/externalconnectors-activitysettings */
export const activitySettingsOf: ReadSettings = (body) =>
  settingsOf(body, 'activitySettings', 'urlToItemResolvers', (resolvers) => {
    resolvers.forEach(checkResolver);
  });

/** Whether a template's layout is an Adaptive Card that cannot be rendered. Invented: only an empty one is. */
export function hasBrokenCard(searchSettings: JsonObject | null): boolean {
  const templates = (searchSettings && objectsOf(searchSettings, 'searchResultTemplates')) ?? [];
  return templates.some((template) => Object.keys(objectOf(template, 'layout') ?? {}).length === 0);
}

/** Settings whose only property is a list. */
function settingsOf(
  body: JsonObject,
  name: string,
  list: string,
  check: (items: readonly JsonObject[]) => void,
): JsonObject | null | undefined {
  const settings = objectOf(body, name);
  if (settings) {
    rejectUnknownProperties(withoutAnnotations(settings), serviceType(name), new Set([list]));
    check(objectsOf(settings, list) ?? []);
  }
  return settings;
}

/**
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-displaytemplate
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-propertyrule
 * @remarks Invented: what is required, and the messages of the rules.
 */
function checkTemplate(sent: JsonObject): void {
  const template = withoutAnnotations(sent);
  const type = serviceType('displayTemplate');
  rejectUnknownProperties(template, type, new Set(['id', 'layout', 'priority', 'rules']));
  if (!/^[A-Za-z0-9]{1,16}$/.test(stringOf(template, 'id') ?? '')) {
    throw invalidProperty('id', 'The id of a template consists of 1 to 16 ASCII letters and digits.');
  }
  if (!objectOf(template, 'layout')) throw invalidProperty('layout', 'It is required.');
  const priority = int32Of(template, 'priority');
  if (typeof priority === 'number' && priority < 1)
    throw invalidProperty('priority', 'It has to be positive.');
  for (const rule of objectsOf(template, 'rules') ?? []) checkRule(withoutAnnotations(rule));
}

function checkRule(rule: JsonObject): void {
  const known = new Set(['operation', 'property', 'values', 'valuesJoinedBy']);
  rejectUnknownProperties(rule, serviceType('propertyRule'), known);
  if (!stringOf(rule, 'property')) throw invalidProperty('property', 'It is required.');
  if (!enumOf(rule, 'operation', graphType('ruleOperation'), ruleOperations)) {
    throw invalidProperty('operation', 'It is required.');
  }
  stringsOf(rule, 'values');
  enumOf(rule, 'valuesJoinedBy', 'microsoft.graph.binaryOperator', ['or', 'and']);
}

/**
 * Resolvers have an abstract type, so each has to name its own. The samples of
 * https://github.com/pnp/graph-connectors-samples all do. Invented: the message.
 * @see https://learn.microsoft.com/graph/api/resources/externalconnectors-itemidresolver
 */
function checkResolver(sent: JsonObject): void {
  if (typeOf(sent) !== graphType('itemIdResolver')) {
    throw invalidRequest({
      code: 'DeserializationError',
      message: `An abstract resource type '${serviceType('urlToItemResolverBase')}' was specified; an '@odata.type' is required.`,
    });
  }
  const resolver = withoutAnnotations(sent);
  const type = serviceType('itemIdResolver');
  rejectUnknownProperties(resolver, type, new Set(['itemId', 'priority', 'urlMatchInfo']));
  stringOf(resolver, 'itemId');
  int32Of(resolver, 'priority');
  const urlMatchInfo = objectOf(resolver, 'urlMatchInfo');
  if (!urlMatchInfo) return;
  const known = new Set(['baseUrls', 'urlPattern']);
  rejectUnknownProperties(withoutAnnotations(urlMatchInfo), serviceType('urlMatchInfo'), known);
  stringsOf(urlMatchInfo, 'baseUrls');
  stringOf(urlMatchInfo, 'urlPattern');
}
