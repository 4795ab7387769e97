/** The objects of a file of YAML or JSON documents, lists opened. */
import { AppError, messageOf } from '../../../base/errors.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { readDocuments } from '../../../lang/yaml/read.ts';

export interface ReadObject {
  readonly object: KubeObject;
  /** Where its document begins, from 1. */
  readonly line: number;
}

/** What is no object is left out. Throws `cli.invalid-file` (user) with file and line. */
export function readObjects(text: string, file: string): readonly ReadObject[] {
  const found: ReadObject[] = [];
  try {
    for (const { value, line } of readDocuments(text)) {
      found.push(...opened(value).map((object) => ({ object, line })));
    }
  } catch (cause) {
    throw new AppError({ code: 'cli.invalid-file', kind: 'user', message: `${file}: ${messageOf(cause)}`, cause });
  }
  return found;
}

function opened(value: Json): readonly KubeObject[] {
  if (!isObject(value)) return [];
  const items = value['items'];
  if (typeof value['kind'] === 'string' && value['kind'].endsWith('List') && isList(items))
    return items.flatMap(opened);
  return isKubeObject(value) ? [value] : [];
}

function isKubeObject(value: Json): value is KubeObject {
  if (!isObject(value)) return false;
  return (
    typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string' && isObject(value['metadata'] ?? null)
  );
}
