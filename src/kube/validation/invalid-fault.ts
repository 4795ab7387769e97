/** The refusal of an object with all its causes, as the API server words it. */
import type { AppError } from '../../base/errors.ts';
import { type FieldCause, kubeFault } from '../object/kube-fault.ts';

export interface InvalidObject {
  readonly group: string;
  readonly kind: string;
  /** Empty where it has none. */
  readonly name: string;
  /** At least one. */
  readonly causes: readonly FieldCause[];
}

/** `kube.invalid` (422): `Deployment.apps "web" is invalid: spec.replicas: Invalid value: …`. */
export function invalidFault({ group, kind, name, causes }: InvalidObject): AppError {
  const texts = [...new Set(causes.map(({ field, message }) => `${field}: ${message}`))];
  const what = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const fullKind = group === '' ? kind : `${kind}.${group}`;
  return kubeFault({
    code: 'kube.invalid',
    message: `${fullKind} ${JSON.stringify(name)} is invalid: ${what}`,
    causes,
  });
}
