/** The options of writes, judged before anything is read. Source: apimachinery's validation of CreateOptions and their like. */
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import { isPrintable, quote } from '../../lang/go-value/text/quote.ts';
import { invalid } from '../status/faults.ts';
import { APPLY_PATCH } from './patch-types.ts';

/** The kinds of options, as refusals call them. */
export type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions' | 'ListOptions';

/** Of `fieldManager`, in bytes. */
export const MANAGER_LIMIT = 128;

/** Throws 422 with everything that is wrong with the options of a write; `patch` is the type of a patch. */
export function checkWriteOptions(query: URLSearchParams, kind: OptionsKind, patch?: string): void {
  refuseOptions(kind, [
    ...(patch === undefined ? [] : patchCauses(query, patch)),
    ...managerCauses(query.get('fieldManager') ?? ''),
    ...dryRunCauses(query.getAll('dryRun')),
    ...validationCauses(query.get('fieldValidation') ?? ''),
  ]);
}

/** Throws 422 for options with causes. */
export function refuseOptions(kind: OptionsKind, causes: readonly FieldCause[]): void {
  if (causes.length > 0) throw invalid({ group: 'meta.k8s.io', kind }, '', causes);
}

function patchCauses(query: URLSearchParams, type: string): readonly FieldCause[] {
  if (type === APPLY_PATCH) {
    if (query.get('fieldManager')) return [];
    const message = 'Required value: is required for apply patch';
    return [{ field: 'fieldManager', message, reason: 'FieldValueRequired' }];
  }
  if (!query.has('force')) return [];
  const message = 'Forbidden: may not be specified for non-apply patch';
  return [{ field: 'force', message, reason: 'FieldValueForbidden' }];
}

function managerCauses(manager: string): readonly FieldCause[] {
  const field = 'fieldManager';
  const long = `Too long: may not be more than ${MANAGER_LIMIT} bytes`;
  const tooLong = Buffer.byteLength(manager) > MANAGER_LIMIT;
  return [
    ...(tooLong ? [{ field, message: long, reason: 'FieldValueTooLong' }] : []),
    ...[...manager].flatMap((character, index, all) => {
      if (isPrintable(character)) return [];
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      const at = Buffer.byteLength(all.slice(0, index).join(''));
      const message = `Invalid value: ${quote(manager)}: invalid character U+${code} (at position ${at})`;
      return [{ field, message, reason: 'FieldValueInvalid' }];
    }),
  ];
}

/** What is wrong with the values of `dryRun`. */
export function dryRunCauses(values: readonly string[]): readonly FieldCause[] {
  if (values.every((value) => value === 'All')) return [];
  const shown = values.map((value) => quote(value)).join(',');
  const message = `Unsupported value: [${shown}]: supported values: "All"`;
  return [{ field: 'dryRun', message, reason: 'FieldValueNotSupported' }];
}

function validationCauses(text: string): readonly FieldCause[] {
  if (['', 'Ignore', 'Warn', 'Strict'].includes(text)) return [];
  const message = `Unsupported value: ${quote(text)}: supported values: "", "Ignore", "Strict", "Warn"`;
  return [{ field: 'fieldValidation', message, reason: 'FieldValueNotSupported' }];
}
