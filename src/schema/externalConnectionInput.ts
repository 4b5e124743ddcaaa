import { builder } from './builder.ts';
import { ContentCategory, ContentExperience, ExternalConnectionState } from './externalConnectionSettings.ts';
import {
  ActivitySettingsInput,
  ComplianceSettingsInput,
  ConfigurationInput,
  SearchSettingsInput,
} from './externalConnectionSettingsInput.ts';

// The inputs of the mutations of external connections; externalConnectionChecks.ts has the rules for them.

/** Texts that the type and its inputs share. */
export const TEXTS = {
  name: 'Display name for administrators',
  connectorId: 'Id of the Teams app that the connection belongs to.',
  contentCategory: 'What kind of content the connection brings.',
  enabledContentExperiences: 'Where the content is used.',
  activitySettings: "How users' activities lead to items.",
  searchSettings: 'How search results are displayed.',
  complianceSettings: 'How items are displayed in eDiscovery.',
} as const;

const NULL_IS_OMITTED = 'Null is treated as omitted.';
const KEEPS_VALUE = 'An omitted field keeps its value; null is rejected.';
const FOR_CREATION =
  'Immutable id of your choice: 3 to 32 ASCII letters or digits, unique in the tenant; must not start with ' +
  '`Microsoft` or be a reserved word such as `Teams` (case-sensitive).';

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]>['fields']>[0];

/** The fields that can be set on creation and in an update; `omission` describes what omitting one means. */
function settingFields(t: InputFields, omission: string) {
  return {
    description: t.string({ description: `Purpose of the connection. ${omission}` }),
    configuration: t.field({
      type: ConfigurationInput,
      description: `Access settings of the connection. ${omission}`,
    }),
    connectorId: t.string({ description: `${TEXTS.connectorId} ${omission}` }),
    contentCategory: t.field({ type: ContentCategory, description: `${TEXTS.contentCategory} ${omission}` }),
    enabledContentExperiences: t.field({
      type: [ContentExperience],
      description: `${TEXTS.enabledContentExperiences} At least one value. ${omission}`,
    }),
    activitySettings: t.field({
      type: ActivitySettingsInput,
      description: `${TEXTS.activitySettings} ${omission}`,
    }),
    searchSettings: t.field({
      type: SearchSettingsInput,
      description: `${TEXTS.searchSettings} ${omission}`,
    }),
    complianceSettings: t.field({
      type: ComplianceSettingsInput,
      description: `${TEXTS.complianceSettings} ${omission}`,
    }),
    connectorTicket: ticketField(t),
  };
}

function ticketField(t: InputFields) {
  return t.string({
    extensions: { secret: true },
    description:
      'Ticket of the Teams app that enables the connector, sent as the header `GraphConnectors-Ticket`: at most 4,096 ' +
      'visible ASCII characters. It is a secret: pass it in a variable.',
  });
}

function newNameField(t: InputFields) {
  return t.string({ required: true, description: `${TEXTS.name}; 1 to 128 characters.` });
}

function newStateField(t: InputFields) {
  return t.field({
    type: ExternalConnectionState,
    description:
      'Computed by Microsoft Graph, which may ignore this value: omit it. UNKNOWN_FUTURE_VALUE is rejected. ' +
      NULL_IS_OMITTED,
  });
}

export const CreateInput = builder.inputType('CreateExternalConnectionInput', {
  description: 'The external connection to create.',
  fields: (t) => ({
    id: t.id({ required: true, description: FOR_CREATION }),
    name: newNameField(t),
    state: newStateField(t),
    ...settingFields(t, NULL_IS_OMITTED),
  }),
});

export const AddInput = builder.inputType('AddExternalConnectionInput', {
  description: 'The external connection to add.',
  fields: (t) => ({
    id: t.id({
      description: `${FOR_CREATION} Optional: without it, the result of an empty response cannot be read.`,
    }),
    name: newNameField(t),
    state: newStateField(t),
    ...settingFields(t, NULL_IS_OMITTED),
  }),
});

export const UpdateInput = builder.inputType('UpdateExternalConnectionInput', {
  description: 'The external connection to update, and at least one field to change.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'Identifier of the connection to update; it cannot be changed.',
    }),
    name: t.string({ description: `${TEXTS.name}; 1 to 128 characters. ${KEEPS_VALUE}` }),
    ...settingFields(t, `Replaces the whole value. ${KEEPS_VALUE}`),
  }),
});

export const DeleteInput = builder.inputType('DeleteExternalConnectionInput', {
  description: 'The external connection to delete.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Identifier of the connection to delete.' }),
    connectorTicket: ticketField(t),
  }),
});
