import {
  type ExternalConnectionOperation as ExternalConnectionOperationModel,
  getExternalConnectionOperation,
  isEnded,
  OPERATION_STATUSES,
  type OperationError,
} from '../msgraph/externalConnectionOperation.ts';
import { resourceId } from './arguments.ts';
import { builder, type GatewayContext } from './builder.ts';
import { graphEnum } from './graphEnum.ts';
import { defineEntity } from './supergraph/entities.ts';
import { stateOf } from './watch.ts';

const OperationStatus = graphEnum('ExternalConnectionOperationStatus', OPERATION_STATUSES, {
  description: 'How far an operation of an external connection is.',
  members: {
    unspecified: 'Microsoft Graph does not say.',
    inprogress: 'Not ended yet: usually 5 to 15 minutes.',
    completed: 'Ended with success.',
    failed: 'Ended without success: see `error`.',
  },
  names: { inprogress: 'IN_PROGRESS' },
});

type Text = Pick<OperationError, 'code' | 'message' | 'target'>;

const CODE = 'Code of the error.';
const MESSAGE = 'Text for developers, in English.';
const TARGET = 'What the error is about.';

/** Makes the resolver of a text, and redacts it: it may quote what the caller that started the operation has sent. */
function redacted(name: keyof Text) {
  return (error: Text, _args: object, { graph }: GatewayContext) => {
    const text = error[name];
    // Otherwise it is absent, or the Error to report.
    return typeof text === 'string' ? graph.redact(text) : text;
  };
}

const ErrorText = builder.objectRef<Text>('ExternalConnectionOperationErrorDetail').implement({
  description: 'A part of the error of an operation.',
  fields: (t) => ({
    code: t.string({ description: CODE, resolve: redacted('code') }),
    message: t.string({ description: MESSAGE, resolve: redacted('message') }),
    target: t.string({ description: TARGET, resolve: redacted('target') }),
  }),
});

const PublicError = builder.objectRef<OperationError>('ExternalConnectionOperationError').implement({
  description: 'Why an operation failed, in the words of Microsoft Graph.',
  fields: (t) => ({
    code: t.string({ description: CODE, resolve: redacted('code') }),
    message: t.string({ description: MESSAGE, resolve: redacted('message') }),
    target: t.string({ description: TARGET, resolve: redacted('target') }),
    innerError: t.expose('innerError', {
      type: ErrorText,
      description: 'The more specific error behind it.',
    }),
    details: t.expose('details', {
      type: [ErrorText],
      description: 'The single problems, where there are several.',
    }),
  }),
});

const ExternalConnectionOperation = builder
  .objectRef<ExternalConnectionOperationModel>('ExternalConnectionOperation')
  .implement({
    description: 'A long-running operation of an external connection: the registration of its schema.',
    fields: (t) => ({
      connectionId: t.exposeID('connectionId', {
        nullable: false,
        description: 'Identifier of the connection.',
      }),
      id: t.exposeID('id', { nullable: false, description: 'Identifier, unique below its connection.' }),
      status: t.expose('status', {
        type: OperationStatus,
        description: 'How far it is. COMPLETED and FAILED are final.',
      }),
      error: t.expose('error', {
        type: PublicError,
        description: 'Why it failed; otherwise null.',
      }),
    }),
  });

const CONNECTION = 'Identifier of the connection.';
const OPERATION =
  'Identifier of the operation, from the mutation that started it. Microsoft Graph does not list operations.';

builder.queryFields((t) => ({
  externalConnectionOperation: t.field({
    type: ExternalConnectionOperation,
    description: 'One operation of an external connection; null if there is none with this id.',
    args: {
      connectionId: t.arg.id({ required: true, description: CONNECTION }),
      id: t.arg.id({ required: true, description: OPERATION }),
    },
    resolve: (_root, { connectionId, id }, { graph }) =>
      getExternalConnectionOperation(graph, resourceId(connectionId, 'connectionId'), resourceId(id, 'id')),
  }),
}));

builder.subscriptionFields((t) => ({
  externalConnectionOperation: t.field({
    type: ExternalConnectionOperation,
    description:
      'Follows one operation of an external connection until it has ended: an event at once, one for each change, and ' +
      'then the stream completes. An event is null while there is no operation with this id.',
    args: {
      connectionId: t.arg.id({ required: true, description: CONNECTION }),
      id: t.arg.id({ required: true, description: OPERATION }),
    },
    subscribe: (_root, args, { watch }) => {
      const connectionId = resourceId(args.connectionId, 'connectionId');
      const id = resourceId(args.id, 'id');
      return watch({
        read: (graph) => getExternalConnectionOperation(graph, connectionId, id),
        version: ({ status }) => status,
        isFinal: isEnded,
      });
    },
    resolve: (event) => stateOf(event),
  }),
}));

defineEntity(ExternalConnectionOperation, {
  key: ['connectionId', 'id'],
  load: (graph, { connectionId, id }) => getExternalConnectionOperation(graph, connectionId, id),
});
