/** The refusal of an apply that would change other managers' fields, word for word as the API server writes it. */
import type { AppError } from '../../../base/errors.ts';
import { quoted } from '../../object/go-text.ts';
import { type FieldCause, kubeFault } from '../../object/kube-fault.ts';
import { pathsOf } from './field-set.ts';
import { type Manager, managerKey } from './managers.ts';
import type { Conflict } from './ownership.ts';
import { pathText } from './path-element.ts';

/** `kube.conflict` with a cause per field. */
export function conflictFault(conflicts: readonly Conflict[]): AppError {
  const sorted = conflicts.toSorted((one, other) => (managerKey(one.manager) < managerKey(other.manager) ? -1 : 1));
  const causes = sorted.flatMap(({ manager, fields }) =>
    [...pathsOf(fields)].map(
      (path): FieldCause => ({
        field: pathText(path),
        message: `conflict with ${managerText(manager)}`,
        reason: 'FieldManagerConflict',
      }),
    ),
  );
  const message =
    causes.length === 1
      ? `Apply failed with 1 conflict: ${causes[0]?.message}: ${causes[0]?.field}`
      : `Apply failed with ${causes.length} conflicts: ${sorted.map(conflictLines).join('\n')}`;
  return kubeFault({ code: 'kube.conflict', message, causes });
}

function conflictLines({ manager, fields }: Conflict): string {
  const lines = [...pathsOf(fields)].map((path) => `- ${pathText(path)}`);
  return [`conflicts with ${managerText(manager)}:`, ...lines].join('\n');
}

/** A manager as conflict messages name it. */
export function managerText(manager: Manager): string {
  const subresource = manager.subresource === '' ? '' : ` with subresource ${quoted(manager.subresource)}`;
  const version = manager.operation === 'Update' ? ` using ${manager.apiVersion}` : '';
  return `${quoted(manager.name)}${subresource}${version}`;
}
