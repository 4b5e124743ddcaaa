import {
  addExternalConnection,
  type ConnectionState,
  createExternalConnection,
  isNewConnectionId,
  type NewExternalConnection,
} from '../msgraph/externalConnections.ts';
import { present } from './arguments.ts';
import { builder } from './builder.ts';
import { badUserInput } from './errors.ts';
import { ExternalConnection, ExternalConnectionState } from './externalConnection.ts';

const ConfigurationInput = builder.inputType('ExternalConnectionConfigurationInput', {
  description: 'Who may work with a connection. Use one of the two names of the list, not both.',
  fields: (t) => ({
    authorizedAppIds: t.stringList({
      description: 'The application (client) ids of the apps that may manage the connection and its content.',
    }),
    authorizedApps: t.stringList({
      description: 'The same list under the name it had until 2021, sent to Microsoft Graph under that name.',
      deprecationReason: 'Renamed by Microsoft: use `authorizedAppIds`.',
    }),
  }),
});

/** Both doors to a new connection take the same fields. */
function newConnectionInput(name: string, description: string) {
  return builder.inputType(name, {
    description,
    fields: (t) => ({
      id: t.id({
        required: true,
        description:
          'Your own choice, for good: 3 to 32 letters or digits, unique in the organisation, not beginning with ' +
          '"Microsoft", and none of the words that Microsoft reserves, such as "Teams".',
      }),
      name: t.string({
        required: true,
        description: 'The name that administrators see; 1 to 128 characters.',
      }),
      description: t.string({ description: 'What the connection is for. Null counts as left out.' }),
      configuration: t.field({
        type: ConfigurationInput,
        description: 'Who may work with the connection. Null counts as left out.',
      }),
      state: t.field({
        type: ExternalConnectionState,
        description:
          'Sent to Microsoft Graph as given, which computes the state itself and may ignore it: leave it out. ' +
          'UNKNOWN_FUTURE_VALUE is refused; null counts as left out.',
      }),
    }),
  });
}

interface NewConnectionInput {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly configuration?: typeof ConfigurationInput.$inferInput | null | undefined;
  readonly state?: ConnectionState | null | undefined;
}

/** The input of a new connection, checked, in the form in which it is sent. */
function newConnection({
  id,
  name,
  description,
  configuration,
  state,
}: NewConnectionInput): NewExternalConnection {
  if (!isNewConnectionId(id)) {
    throw badUserInput(
      'input.id',
      'expected 3 to 32 letters or digits, not beginning with "Microsoft" and not a reserved word.',
    );
  }
  if (name.length < 1 || name.length > 128) throw badUserInput('input.name', 'expected 1 to 128 characters.');
  if (state === 'unknownFutureValue') {
    throw badUserInput('input.state', 'UNKNOWN_FUTURE_VALUE is for reading only.');
  }
  if (configuration?.authorizedAppIds != null && configuration.authorizedApps != null) {
    throw badUserInput('input.configuration', 'expected authorizedAppIds or authorizedApps, not both.');
  }
  return {
    id,
    name,
    ...present({ description, configuration: configuration && present(configuration), state }),
  };
}

const CreateInput = newConnectionInput('CreateExternalConnectionInput', 'The external connection to create.');
const AddInput = newConnectionInput('AddExternalConnectionInput', 'The external connection to add.');

builder.mutationFields((t) => ({
  createExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Creates an external connection: `POST /external/connections`. It starts as a draft. After an error with ' +
      'the outcome UNKNOWN it may exist: read it before you try again.',
    args: { input: t.arg({ type: CreateInput, required: true, description: 'The connection to create.' }) },
    resolve: (_root, { input }, { graph }) => createExternalConnection(graph, newConnection(input)),
  }),
  addExternalConnection: t.field({
    type: ExternalConnection,
    description:
      'Adds an external connection through the reference endpoint: `POST /external/connections/$ref`. Microsoft ' +
      'documented it once; it is here for gateways before a Graph of their own that knows no other way. Use ' +
      'createExternalConnection otherwise.',
    args: { input: t.arg({ type: AddInput, required: true, description: 'The connection to add.' }) },
    resolve: (_root, { input }, { graph }) => addExternalConnection(graph, newConnection(input)),
  }),
}));
