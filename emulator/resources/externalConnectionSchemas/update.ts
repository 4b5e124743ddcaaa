import { invalidProperty } from '../../graphErrors.ts';
import type { StoredProperty, StoredSchema } from './body.ts';

/**
 * Rejects an update that a registered schema does not allow. Properties, attributes, aliases and labels can be added,
 * and all but properties removed; a property that exists cannot become refinable.
 *
 * @see https://learn.microsoft.com/graph/connecting-external-content-manage-schema#schema-update-capabilities
 * @remarks Invented: that a type cannot be changed, and that an update has to repeat every property. The page describes
 * neither; whether the real service keeps or removes what an update leaves out is unknown.
 */
export function checkUpdate(current: StoredSchema, next: StoredSchema): void {
  const updated = new Map(next.properties.map((property) => [property.name.toLowerCase(), property]));
  for (const before of current.properties) {
    const [attribute, rule] = brokenRule(before, updated.get(before.name.toLowerCase())) ?? [];
    if (attribute && rule) throw invalidProperty(attribute, `Property '${before.name}': ${rule}`);
  }
}

function brokenRule(
  before: StoredProperty,
  after: StoredProperty | undefined,
): [attribute: string, rule: string] | undefined {
  if (!after) return ['properties', 'It is registered and cannot be removed.'];
  if (after.type !== before.type) return ['type', `It is registered with the type '${before.type}'.`];
  if (after.isRefinable && !before.isRefinable) return ['isRefinable', 'It cannot be made refinable.'];
  return undefined;
}
