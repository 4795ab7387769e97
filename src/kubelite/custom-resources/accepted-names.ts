/** Which names of a definition are free in its group. Source: apiextensions' naming controller and its messages. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export interface NameOutcome {
  readonly acceptedNames: JsonObject;
  /** Undefined where all names are accepted. */
  readonly conflict?: { readonly reason: string; readonly message: string };
}

/** `others`: all definitions of the group but this one. */
export function acceptNames(crd: KubeObject, others: readonly KubeObject[]): NameOutcome {
  const wanted = namesOf(crd, 'spec');
  const taken = others.map((other) => namesOf(other, 'status'));
  const resources = new Set(taken.flatMap((names) => resourceNames(names)));
  const kinds = new Set(taken.flatMap((names) => [textAt(names, 'kind') ?? '', textAt(names, 'listKind') ?? '']));
  const accepted: Record<string, Json> = {};
  let conflict: NameOutcome['conflict'];
  const claim = (field: string, reason: string, used: ReadonlySet<string>): void => {
    const value = wanted[field];
    if (value === undefined) return;
    const clash = (isList(value) ? value : [value]).find((name) => used.has(String(name)));
    if (clash === undefined) accepted[field] = value;
    // The last one found is told.
    else conflict = { reason, message: `${JSON.stringify(clash)} is already in use` };
  };
  claim('plural', 'PluralConflict', resources);
  claim('singular', 'SingularConflict', resources);
  claim('shortNames', 'ShortNamesConflict', resources);
  claim('kind', 'KindConflict', kinds);
  claim('listKind', 'ListKindConflict', kinds);
  if (wanted['categories'] !== undefined && conflict === undefined) accepted['categories'] = wanted['categories'];
  if (conflict === undefined) return { acceptedNames: wanted };
  return { acceptedNames: { plural: '', kind: '', ...accepted }, conflict };
}

function namesOf(crd: KubeObject, part: 'spec' | 'status'): JsonObject {
  const names = part === 'spec' ? memberAt(crd, 'spec', 'names') : memberAt(crd, 'status', 'acceptedNames');
  return isObject(names) ? names : {};
}

function resourceNames(names: JsonObject): readonly string[] {
  const short = names['shortNames'];
  return [names['plural'], names['singular'], ...(isList(short) ? short : [])].map((name) => String(name ?? ''));
}
