/** The objects of a file of YAML or JSON documents, lists opened. */
import { readFileSync } from 'node:fs';
import { AppError, messageOf } from '../../../base/errors.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { readDocuments } from '../../../lang/yaml/read.ts';

/** Throws `cli.invalid-file` (user), under the name that the user gave. */
export function readText(path: string, shown = path): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw invalid(`${shown}: cannot be read: ${messageOf(cause)}`, cause);
  }
}

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
      found.push(...opened(value, `${file}:${line}`).map((object) => ({ object, line })));
    }
  } catch (cause) {
    throw cause instanceof AppError && cause.code === INVALID ? cause : invalid(`${file}: ${messageOf(cause)}`, cause);
  }
  return found;
}

const INVALID = 'cli.invalid-file';

function invalid(message: string, cause?: unknown): AppError {
  return new AppError({ code: INVALID, kind: 'user', message, cause });
}

function opened(value: Json, place: string): readonly KubeObject[] {
  if (!isObject(value)) return [];
  const items = value['items'];
  if (typeof value['kind'] === 'string' && value['kind'].endsWith('List') && isList(items))
    return items.flatMap((item) => opened(item, place));
  if (isKubeObject(value)) return [value];
  // What was pasted from a page without its indentation would vanish without a word.
  if (value['kind'] === 'Application' && value['apiVersion'] === 'argoproj.io/v1alpha1')
    throw invalid(`${place}: the Application has no metadata; its fields must be indented`);
  return [];
}

function isKubeObject(value: Json): value is KubeObject {
  if (!isObject(value)) return false;
  return (
    typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string' && isObject(value['metadata'] ?? null)
  );
}
