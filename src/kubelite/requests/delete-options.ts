/** What DeleteOptions ask for, wherever they stand: in a body, in a query, in an Eviction. */
import { type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import { quote } from '../../lang/go-value/text/quote.ts';
import type { DeleteRequest, Propagation } from '../operations/delete-object.ts';
import { dryRunCauses, refuseOptions } from './check-options.ts';

/** The request of these options. Throws 422 for values that don't exist. */
export function requestOfOptions(options: JsonObject): DeleteRequest {
  const propagation = textAt(options, 'propagationPolicy');
  const orphan = options['orphanDependents'];
  const dryRun = listed(options['dryRun']);
  refuseOptions('DeleteOptions', [...propagationCauses(propagation, orphan), ...dryRunCauses(dryRun)]);
  const policy = (propagation || orphanPolicy(orphan)) as Propagation | undefined;
  const grace = options['gracePeriodSeconds'];
  return {
    dryRun: dryRun.length > 0,
    ...(policy && { propagation: policy }),
    ...(typeof grace === 'number' && { gracePeriodSeconds: grace }),
    ...preconditionsOf(options),
  };
}

/** What has to be so of the object. */
export function preconditionsOf(options: JsonObject): Pick<DeleteRequest, 'uid' | 'resourceVersion'> {
  const uid = textAt(options, 'preconditions', 'uid');
  const resourceVersion = textAt(options, 'preconditions', 'resourceVersion');
  return { ...(uid !== undefined && { uid }), ...(resourceVersion !== undefined && { resourceVersion }) };
}

function propagationCauses(propagation: string | undefined, orphan: unknown): readonly FieldCause[] {
  if (propagation === undefined) return [];
  const field = 'propagationPolicy';
  const shown = quote(propagation);
  const both: FieldCause = {
    field,
    message: `Invalid value: ${shown}: orphanDependents and deletionPropagation cannot be both set`,
    reason: 'FieldValueInvalid',
  };
  const unknown: FieldCause = {
    field,
    message: `Unsupported value: ${shown}: supported values: "Foreground", "Background", "Orphan", "nil"`,
    reason: 'FieldValueNotSupported',
  };
  const isKnown = ['Foreground', 'Background', 'Orphan'].includes(propagation);
  return [...(typeof orphan === 'boolean' ? [both] : []), ...(isKnown ? [] : [unknown])];
}

function orphanPolicy(orphan: unknown): Propagation | undefined {
  if (typeof orphan !== 'boolean') return undefined;
  return orphan ? 'Orphan' : 'Background';
}

function listed(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
