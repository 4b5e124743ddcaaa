import { createLabel, getLabel, type Label as LabelModel, listLabels } from '../msgraph/label.ts';
import { resourceId } from './arguments.ts';
import { builder } from './builder.ts';
import { pageArguments, pageComplexity, pageRequest, pageType } from './page.ts';
import { defineEntity } from './supergraph/entities.ts';

const Label = builder.objectRef<LabelModel>('Label').implement({
  description: 'A label for external content.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'Identifier assigned by Microsoft Graph.' }),
    name: t.exposeString('name', { description: 'Display name.' }),
    words: t.stringList({
      description: 'Words that the label is suggested for.',
      args: { most: t.arg.int({ required: true, description: 'Maximum number of words.' }) },
      complexity: ({ most }) => most,
      resolve: ({ words }, { most }) => words?.slice(0, most),
    }),
  }),
});

const LabelPage = pageType(Label, 'LabelPage', 'One page of the labels that the caller may see.');

builder.queryFields((t) => ({
  label: t.field({
    type: Label,
    description: 'One label; null if none with this id is visible to the caller.',
    args: { id: t.arg.id({ required: true, description: 'Identifier of the label.' }) },
    resolve: (_root, { id }, { graph }) => getLabel(graph, resourceId(id, 'id')),
  }),
  labels: t.field({
    type: LabelPage,
    description: 'The labels of the tenant.',
    args: pageArguments,
    complexity: pageComplexity,
    resolve: (_root, args, { graph }) => listLabels(graph, pageRequest(args)),
  }),
}));

builder.mutationFields((t) => ({
  createLabel: t.field({
    type: Label,
    description: 'Creates a label: `POST /external/labels`.',
    args: { name: t.arg.string({ required: true, description: 'Display name.' }) },
    resolve: (_root, { name }, { graph }) => createLabel(graph, { name }),
  }),
}));

defineEntity(Label, {
  lookup: 'labelsById',
  description: 'Several labels, in the order of the ids; null for each that is not visible to the caller.',
  key: ['id'],
  load: (graph, { id }) => getLabel(graph, id),
});
