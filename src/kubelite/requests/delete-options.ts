/** What DeleteOptions ask for, wherever they stand: in a body, in a query, in an Eviction. */
import { type JsonObject, textAt } from '../../base/json-value.ts';
import type { DeleteRequest, Propagation } from '../operations/delete-object.ts';
import { isDryRun, refuseOption } from './call.ts';

/** The request of these options. Throws 422 for values that don't exist. */
export function requestOfOptions(options: JsonObject): DeleteRequest {
  const propagation = textAt(options, 'propagationPolicy');
  const orphan = options['orphanDependents'];
  checkPropagation(propagation, orphan);
  const grace = options['gracePeriodSeconds'];
  const uid = textAt(options, 'preconditions', 'uid');
  const resourceVersion = textAt(options, 'preconditions', 'resourceVersion');
  const policy = (propagation || orphanPolicy(orphan)) as Propagation | undefined;
  return {
    dryRun: isDryRun(listed(options['dryRun']), 'DeleteOptions'),
    ...(policy && { propagation: policy }),
    ...(typeof grace === 'number' && { gracePeriodSeconds: grace }),
    ...(uid !== undefined && { uid }),
    ...(resourceVersion !== undefined && { resourceVersion }),
  };
}

function checkPropagation(propagation: string | undefined, orphan: unknown): void {
  if (!propagation) return;
  if (typeof orphan === 'boolean') {
    const message = `Invalid value: ${JSON.stringify(propagation)}: orphanDependents and deletionPropagation cannot be both set`;
    refuseOption('DeleteOptions', 'propagationPolicy', message, 'FieldValueInvalid');
  }
  if (['Foreground', 'Background', 'Orphan'].includes(propagation)) return;
  const message = `Unsupported value: ${JSON.stringify(propagation)}: supported values: "Foreground", "Background", "Orphan", "nil"`;
  refuseOption('DeleteOptions', 'propagationPolicy', message, 'FieldValueNotSupported');
}

function orphanPolicy(orphan: unknown): Propagation | undefined {
  if (typeof orphan !== 'boolean') return undefined;
  return orphan ? 'Orphan' : 'Background';
}

function listed(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
