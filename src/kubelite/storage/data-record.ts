/** What the records of the data files say. */
import { type Json, member, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Change } from './change-ring.ts';
import type { StoredObject } from './stored-object.ts';

/** Raised when older programs can no longer read what is written. */
export const FORMAT = 1;

export type DataRecord =
  /** The first of every file: the version reached where it begins. */
  | { readonly kind: 'begin'; readonly format: number; readonly version: number }
  | { readonly kind: 'put'; readonly version: number; readonly resource: string; readonly object: KubeObject }
  | {
      readonly kind: 'remove';
      readonly version: number;
      readonly resource: string;
      readonly namespace: string;
      readonly name: string;
    }
  /** Versions up to this one may have been given out and are not used again. */
  | { readonly kind: 'skip'; readonly version: number }
  /** The disk has this file up to an offset. */
  | { readonly kind: 'synced'; readonly offset: number }
  /** The last of a snapshot. */
  | { readonly kind: 'end'; readonly objects: number };

export function beginText(version: number): string {
  return JSON.stringify({ kind: 'begin', format: FORMAT, version });
}

export function changeText(resource: string, { type, stored }: Change): string | Buffer {
  if (type !== 'DELETED') return putText(resource, stored);
  const { version, namespace, name } = stored;
  return JSON.stringify({ kind: 'remove', version, resource, namespace, name });
}

/** The record of an object, around its bytes. */
export function putText(resource: string, { version, bytes }: StoredObject): Buffer {
  const head = `{"kind":"put","version":${version},"resource":${JSON.stringify(resource)}${OBJECT}`;
  return Buffer.concat([Buffer.from(head), bytes.subarray(0, -1), OBJECT_END]);
}

/** The object's own bytes, with a line end, in the text of a record that `putText` made. */
export function objectBytes(text: Buffer): Buffer {
  const start = text.indexOf(OBJECT) + OBJECT.length;
  const bytes = Buffer.allocUnsafeSlow(text.length - start);
  text.copy(bytes, 0, start, text.length - 1);
  bytes[bytes.length - 1] = LINE_END;
  return bytes;
}

/** Stands nowhere before, as no name of a resource holds a quotation mark. */
const OBJECT = ',"object":';
const OBJECT_END = Buffer.from('}');
const LINE_END = 10;

export function skipText(version: number): string {
  return JSON.stringify({ kind: 'skip', version });
}

export function syncedText(offset: number): string {
  return JSON.stringify({ kind: 'synced', offset });
}

export function endText(objects: number): string {
  return JSON.stringify({ kind: 'end', objects });
}

/** Undefined for what is no record of ours. */
export function dataRecordOf(value: Json | undefined): DataRecord | undefined {
  const numbers = NUMBERS[textAt(value, 'kind') ?? ''];
  if (!numbers?.every((name) => Number.isSafeInteger(member(value, name)))) return undefined;
  // Only we write these files, and their checksums hold.
  return value as unknown as DataRecord;
}

const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  begin: ['format', 'version'],
  put: ['version'],
  remove: ['version'],
  skip: ['version'],
  synced: ['offset'],
  end: ['objects'],
};
