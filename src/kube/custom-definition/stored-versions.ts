/** Versions in which objects of a custom kind are, or may still be, stored. */
import { textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid } from '../validation/causes.ts';
import { serviceLabel } from '../validation/field-rules.ts';
import type { DefinitionSpec } from './definition-spec.ts';

const FIELD = 'status.storedVersions';

/** Causes for the versions that a status names as stored. */
export function storedVersionCauses(
  { versions = [] }: DefinitionSpec,
  stored: readonly string[],
): readonly FieldCause[] {
  if (stored.length === 0) return [invalid(FIELD, null, 'must have at least one stored version')];
  const left = new Set(stored);
  const missing: FieldCause[] = [];
  for (const version of versions) {
    const name = textAt(version, 'name') ?? '';
    // A name that stands twice is found once only.
    if (version['storage'] === true && !left.has(name)) {
      missing.push(invalid(FIELD, stored, `must have the storage version ${name}`));
    }
    left.delete(name);
  }
  const gone = [...left].map((name) =>
    invalid(
      `${FIELD}[${stored.indexOf(name)}]`,
      name,
      `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from ${FIELD}`,
    ),
  );
  return [...missing, ...gone];
}

/** Causes for a name that is no DNS label, all in one. */
export function dnsLabelCauses(field: string, name: string): readonly FieldCause[] {
  const wrong = serviceLabel(name);
  return wrong.length === 0 ? [] : [invalid(field, name, wrong.join(','))];
}
