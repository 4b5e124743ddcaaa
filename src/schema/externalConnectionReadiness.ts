import type { Session } from '../msgraph/calls/session.ts';
import type { ExternalConnection as ExternalConnectionModel } from '../msgraph/externalConnection.ts';
import { getExternalConnectionSchema } from '../msgraph/externalConnectionSchema.ts';
import { GraphFailure } from '../msgraph/protocol/errors.ts';
import { withOwnErrorBudget } from '../msgraph/shape.ts';
import { builder } from './builder.ts';
import { ExternalConnection } from './externalConnection.ts';
import {
  type Check,
  labelCheck,
  overallStatus,
  type ReadSchema,
  resolverCheck,
  schemaCheck,
  searchableCheck,
  stateCheck,
  templateCheck,
} from './readinessChecks.ts';
import { READS_GRAPH } from './valueSize.ts';

/** What checks depend on: a connection, and its schema once a check needs it. */
interface Facts {
  readonly connection: ExternalConnectionModel;
  readonly schema: () => Promise<ReadSchema>;
}

// As much work as so many fields: some checks go through all properties of the schema, which can have 128.
const READINESS_COST = 30;

const CheckStatus = builder.enumType('ExternalConnectionCheckStatus', {
  description: 'The result of a check.',
  values: {
    PASSED: { value: 'passed', description: 'Nothing is left to do.' },
    FAILED: { value: 'failed', description: 'Something is missing: see the message.' },
    UNKNOWN: {
      value: 'unknown',
      description: 'What the check depends on could not be read: see the message.',
    },
  } as const,
});

const ReadinessCheck = builder.objectRef<Check>('ExternalConnectionReadinessCheck').implement({
  description: 'One thing that an external connection needs.',
  fields: (t) => ({
    status: t.expose('status', {
      type: CheckStatus,
      description: 'Whether the connection has it.',
    }),
    message: t.exposeString('message', { description: 'What to do, in a sentence.' }),
  }),
});

/** Every check by the name of its field. */
const CHECKS = {
  state: {
    description: 'Whether items can be added: the state READY.',
    of: ({ connection }: Facts) => stateCheck(connection),
  },
  schemaRegistered: {
    description:
      'Whether a schema is registered; while its registration is in progress, `state` has not passed yet.',
    of: async ({ schema }: Facts) => schemaCheck(await schema()),
  },
  titleLabel: {
    description: 'Whether a property has the label TITLE, which search results show.',
    of: async ({ schema }: Facts) => labelCheck(await schema(), 'title', 'TITLE'),
  },
  urlLabel: {
    description: 'Whether a property has the label URL, which search results link to.',
    of: async ({ schema }: Facts) => labelCheck(await schema(), 'url', 'URL'),
  },
  iconUrlLabel: {
    description: 'Whether a property has the label ICON_URL, which Copilot shows.',
    of: async ({ schema }: Facts) => labelCheck(await schema(), 'iconUrl', 'ICON_URL'),
  },
  searchableProperty: {
    description: 'Whether at least one property is searchable.',
    of: async ({ schema }: Facts) => searchableCheck(await schema()),
  },
  urlToItemResolver: {
    description: 'Whether the URLs that users share lead to items.',
    of: ({ connection }: Facts) => resolverCheck(connection),
  },
  resultTemplate: {
    description: 'Whether search results have a template.',
    of: ({ connection }: Facts) => templateCheck(connection),
  },
} as const;

type CheckDefinition = (typeof CHECKS)[keyof typeof CHECKS];

/** The checks of one connection. Each is done once, however often it is selected. */
class Checklist {
  readonly #facts: Facts;
  readonly #done = new Map<CheckDefinition, Check | Promise<Check>>();
  #status: Promise<Check['status']> | undefined;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  result(definition: CheckDefinition): Check | Promise<Check> {
    const result = this.#done.get(definition) ?? definition.of(this.#facts);
    this.#done.set(definition, result);
    return result;
  }

  status(): Promise<Check['status']> {
    this.#status ??= Promise.all(Object.values(CHECKS).map((check) => this.result(check))).then(
      overallStatus,
    );
    return this.#status;
  }
}

const Readiness = builder.objectRef<Checklist>('ExternalConnectionReadiness').implement({
  description:
    'Whether the items of an external connection can be found and are well displayed: one check per field. Microsoft ' +
    'Graph is asked for the schema only if a selected check needs it.',
  fields: (t) => {
    const checks = Object.entries(CHECKS).map(([name, check]) => {
      const { description } = check;
      const resolve = (checklist: Checklist) => checklist.result(check);
      return [name, t.field({ type: ReadinessCheck, description, resolve })] as const;
    });
    return {
      status: t.field({
        type: CheckStatus,
        description: 'PASSED if all checks have, FAILED if one has, UNKNOWN otherwise.',
        resolve: (checklist) => checklist.status(),
      }),
      ...Object.fromEntries(checks),
    };
  },
});

/** By connection: one id twice in a lookup of many is one object, and each other lookup has its own. */
const checklists = new WeakMap<ExternalConnectionModel, Checklist>();

builder.objectField(ExternalConnection, 'readiness', (t) =>
  t.field({
    type: Readiness,
    description: 'What the connection still needs so that its items are found and well displayed.',
    complexity: READINESS_COST,
    ...READS_GRAPH,
    resolve: (connection, _args, { graph }) => {
      let schema: Promise<ReadSchema> | undefined;
      const facts = {
        connection: withOwnErrorBudget(connection),
        schema: () => (schema ??= readSchema(graph, connection)),
      };
      const checklist = checklists.get(connection) ?? new Checklist(facts);
      checklists.set(connection, checklist);
      return checklist;
    },
  }),
);

async function readSchema(graph: Session, { id }: ExternalConnectionModel): Promise<ReadSchema> {
  try {
    const schema = await getExternalConnectionSchema(graph, id);
    return schema && withOwnErrorBudget(schema);
  } catch (error) {
    // If the schema cannot be read, the checks that need it are UNKNOWN.
    if (error instanceof GraphFailure) return error;
    throw error;
  }
}
