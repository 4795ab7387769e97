/** The bytes of an object in lists and watches, made from those of its JSON text by copying. */
import { Buffer } from 'node:buffer';
import type { StoredObject } from './stored-object.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

const LINE_END = '}\n';

/** The line that a watch sends for a version of an object. */
export function watchLine(type: ChangeType, { bytes }: StoredObject): Buffer {
  const head = `{"type":"${type}","object":`;
  const length = bytes.length - 1;
  const line = Buffer.allocUnsafe(head.length + length + LINE_END.length);
  line.write(head, 0, 'latin1');
  bytes.copy(line, head.length, 0, length);
  line.write(LINE_END, head.length + length, 'latin1');
  return line;
}

/** An object within a list: `bytes` from `start` to `end`, behind an opening brace. */
export interface ListedBytes {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Built-in kinds stand in lists without kind and apiVersion, custom ones with them. */
export function listedBytes(stored: StoredObject, { typed }: { readonly typed: boolean }): ListedBytes {
  const { bytes } = stored;
  const end = bytes.length - 1;
  if (typed) return { bytes, start: 1, end };
  return { bytes, start: Buffer.byteLength(typeHead(stored)), end };
}

/** How the JSON text of an object begins. */
export function typeHead({ kind, apiVersion }: Pick<StoredObject, 'kind' | 'apiVersion'>): string {
  return `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},`;
}
