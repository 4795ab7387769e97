/** Reading payloads that anybody may have written: what is not as it should be counts as not there. */
import { isList, isObject, type Json, memberAt } from '../../base/json-value.ts';

/** More paths than that are as good as unknown. */
const MOST_FILES = 20_000;

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = memberAt(value, ...path);
  return found !== undefined && isList(found) ? found : [];
}

/** `refs/heads/a/b` → `a/b`. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, '');
}

/** Paths of all commits; empty where there are none, or the list is known to be cut. */
export function touchedFiles(commits: readonly Json[], count: Json | undefined): readonly string[] {
  if (typeof count === 'number' && count > commits.length) return [];
  const files = new Set<string>();
  for (const commit of commits) {
    if (!isObject(commit)) return [];
    for (const name of ['added', 'modified', 'removed']) {
      for (const path of listAt(commit, name)) {
        if (typeof path !== 'string' || files.size >= MOST_FILES) return [];
        files.add(path);
      }
    }
  }
  return [...files];
}
