/** Finalizers of custom resources: any qualified name will do, but some may be meant by others too. */
import { isList, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { wrongQualifiedName } from '../object/names.ts';

const STANDARD = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** Warnings about finalizers that `old` did not have. */
export function finalizerWarnings(object: JsonObject, old: JsonObject | undefined): readonly string[] {
  const before = new Set(finalizersOf(old));
  const added = [...new Set(finalizersOf(object))].filter((name) => !before.has(name)).toSorted();
  return added.flatMap((name) => {
    const field = `metadata.finalizers: ${JSON.stringify(name)}`;
    const wrong = wrongQualifiedName(name).map((sentence) => `${field}: ${sentence}`);
    if (name.includes('/') || STANDARD.has(name)) return wrong;
    const what = name.includes('.')
      ? 'a domain-qualified finalizer name including a path (/)'
      : 'a domain-qualified finalizer name';
    return [...wrong, `${field}: prefer ${what} to avoid accidental conflicts with other finalizer writers`];
  });
}

function finalizersOf(object: Json | undefined): readonly string[] {
  const list = memberAt(object, 'metadata', 'finalizers');
  return isList(list) ? list.map(String) : [];
}
