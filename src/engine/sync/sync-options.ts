/**
 * Sync options: `Name=value` texts that stand in an operation (`operation.sync.syncOptions`) or, for one object, in its
 * annotation. Source: Argo CD user guide, "Sync options".
 */
import type { KubeObject } from '../../kube/object/kube-object.ts';

export const SYNC_OPTIONS_ANNOTATION = 'argocd.argoproj.io/sync-options';

/** Options of an operation or of an object. The last entry of a name wins. */
export type SyncOptions = ReadonlyMap<string, string>;

/** Reads a list of options; blanks around entries are dropped, entries without `=` are ignored. */
export function readSyncOptions(entries: readonly string[]): SyncOptions {
  const options = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.indexOf('=');
    if (at > 0) options.set(entry.slice(0, at).trim(), entry.slice(at + 1).trim());
  }
  return options;
}

/** Options that an object carries itself. */
export function objectSyncOptions(object: KubeObject | undefined): SyncOptions {
  const text = annotationOf(object, SYNC_OPTIONS_ANNOTATION);
  return text === '' ? NONE : readSyncOptions(splitList(text));
}

/** Most objects carry none. */
const NONE: SyncOptions = new Map();

/** The object's own word, else the operation's; undefined where neither names the option. */
export function effectiveOption(
  object: KubeObject | undefined,
  operation: SyncOptions,
  name: string,
): string | undefined {
  return objectSyncOptions(object).get(name) ?? operation.get(name);
}

/** An annotation's value; the empty text where there is none. */
export function annotationOf(object: KubeObject | undefined, name: string): string {
  const annotations = object?.metadata.annotations;
  if (annotations === undefined || annotations === null || !Object.hasOwn(annotations, name)) return '';
  const value = annotations[name];
  return typeof value === 'string' ? value : '';
}

/** Entries of a comma list without blanks and empty entries. */
export function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
