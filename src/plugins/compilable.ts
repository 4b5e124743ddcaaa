import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

// graphql-jit writes code for every selection after the fragments are put in, which can double at each level.
const MAX_SELECTIONS = 2_000;

/** Whether compiling a valid query is worth it, and gives the answers that graphql-js gives. */
export function isCompilable(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  return !hasPitfall(document) && countSelections(document, operation) <= MAX_SELECTIONS;
}

/**
 * What graphql-jit does otherwise: an absent variable inside a literal becomes a null, which means something
 * else, and the name `__proto__` is lost.
 */
function hasPitfall(document: DocumentNode): boolean {
  let found = false;
  let depth = 0;
  const literal = {
    enter: () => {
      depth += 1;
    },
    leave: () => {
      depth -= 1;
    },
  };
  visit(document, {
    [Kind.OBJECT]: literal,
    [Kind.LIST]: literal,
    [Kind.VARIABLE]: () => {
      if (depth > 0) found = true;
    },
    [Kind.NAME]: ({ value }) => {
      if (value === '__proto__') found = true;
    },
  });
  return found;
}

function countSelections(document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const counted = new Map<string, number>();
  const count = (set: SelectionSetNode | undefined): number => {
    let sum = 0;
    for (const selection of set?.selections ?? []) {
      sum +=
        selection.kind === Kind.FRAGMENT_SPREAD
          ? spread(selection.name.value)
          : 1 + count(selection.selectionSet);
    }
    return sum;
  };
  const spread = (name: string): number => {
    const size = counted.get(name) ?? count(fragments.get(name)?.selectionSet);
    counted.set(name, size);
    return size;
  };
  return count(operation.selectionSet);
}
