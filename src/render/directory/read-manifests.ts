/**
 * The objects of one file (A7). Documents of YAML and JSON, none of them empty; a file that cannot be read is a fault if it
 * looks like a manifest or held one before the broken document, and is no manifest at all otherwise.
 */
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { readDocuments } from '../../lang/yaml/read.ts';
import { renderFault } from '../render-fault.ts';

export interface FileDocument {
  readonly value: JsonObject;
  /** Counted from 1; documents of nothing but comments do not count. */
  readonly document: number;
}

/** Anywhere in a file, it keeps the file from being read (A7). */
const SKIP_MARKER = '+argocd:skip-file-rendering';
/** First line of what stands in Git for a file kept by LFS. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';
const MANIFEST_WORDS = ['apiVersion:', 'kind:', 'metadata:'];

/** `name` is for messages. Throws `render.invalid-manifest`. */
export function readManifests(name: string, text: string): readonly FileDocument[] {
  if (text.includes(SKIP_MARKER)) return [];
  if (text.startsWith(LFS_POINTER)) throw lfsPointer(name);
  return name.endsWith('.json') ? readJson(name, text) : readYamlStream(name, text);
}

function readJson(name: string, text: string): readonly FileDocument[] {
  try {
    const value = parseJson(text);
    return value === null ? [] : [{ value: manifestOf(value, 1), document: 1 }];
  } catch (error) {
    throw unreadable(name, error, '');
  }
}

function readYamlStream(name: string, text: string): readonly FileDocument[] {
  const found: FileDocument[] = [];
  let document = 0;
  try {
    for (const { value, line } of readDocuments(text)) {
      document += 1;
      if (value !== null) found.push({ value: manifestOf(value, line), document });
    }
    return found;
  } catch (error) {
    const looksLikeManifest = MANIFEST_WORDS.every((word) => text.includes(word));
    if (found.length > 0 || looksLikeManifest) throw unreadable(name, error, 'failed to unmarshal manifest: ');
    return [];
  }
}

/** What every object of Kubernetes has at least. The message holds none of the file's content, which may be secret. */
function manifestOf(value: Json, line: number): JsonObject {
  if (!isObject(value)) throw renderFault('render.invalid-manifest', `line ${line}: the document is not an object`);
  if (typeof value['kind'] !== 'string' || value['kind'] === '') {
    throw renderFault('render.invalid-manifest', `line ${line}: Object 'Kind' is missing`);
  }
  return value;
}

/** Passing it over would look as if the file had been removed, and its objects would be pruned. */
function lfsPointer(name: string): Error {
  const message = `Failed to unmarshal ${JSON.stringify(name)}: it is kept by Git LFS, which is not supported yet`;
  return renderFault('render.invalid-manifest', message);
}

function unreadable(name: string, error: unknown, step: string): unknown {
  if (!(error instanceof AppError)) return error;
  return renderFault('render.invalid-manifest', `Failed to unmarshal ${JSON.stringify(name)}: ${step}${error.message}`);
}
