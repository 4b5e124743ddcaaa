import { getSublabel, listSublabels, type Sublabel as SublabelModel } from '../msgraph/sublabel.ts';
import { resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { defineEntity } from './supergraph/entities.ts';

const Sublabel = builder.objectRef<SublabelModel>('Sublabel').implement({
  description: 'A label below another one.',
  fields: (t) => ({
    labelId: t.exposeID('labelId', { nullable: false, description: 'Identifier of the label above it.' }),
    id: t.exposeID('id', { nullable: false, description: 'Identifier, unique below its label.' }),
    name: t.exposeString('name', { description: 'Display name.' }),
  }),
});

const SublabelPage = pageType(Sublabel, 'SublabelPage', 'One page of the labels below a label.');

builder.queryFields((t) => ({
  sublabel: t.field({
    type: Sublabel,
    description: 'One label below another one; null if there is none with this id.',
    args: {
      labelId: t.arg.id({ required: true, description: 'Identifier of the label above it.' }),
      id: t.arg.id({ required: true, description: 'Identifier below it.' }),
    },
    resolve: (_root, { labelId, id }, { graph }) =>
      getSublabel(graph, resourceId(labelId, 'labelId'), resourceId(id, 'id')),
  }),
  sublabels: t.field({
    type: SublabelPage,
    description: 'The labels below a label.',
    args: {
      labelId: t.arg.id({ required: true, description: 'Identifier of the label above them.' }),
      ...pageArguments,
    },
    complexity: pageComplexity,
    resolve: (_root, { labelId, ...args }, { graph }) =>
      listSublabels(graph, resourceId(labelId, 'labelId'), pageRequest(args)),
  }),
}));

defineEntity(Sublabel, {
  key: ['labelId', 'id'],
  load: (graph, { labelId, id }) => getSublabel(graph, labelId, id),
});
