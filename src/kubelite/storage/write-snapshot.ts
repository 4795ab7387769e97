/** Writes all objects into a file, a piece at a time, so that requests are answered in between. */
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beginText, endText, putText } from './data-record.ts';
import type { ObjectStore } from './object-store.ts';
import { frameRecord } from './record-frame.ts';
import type { StoredObject } from './stored-object.ts';
import { syncFolder } from './whole-file.ts';

/** Objects are made into text for about a millisecond at a time. */
const PIECE = 256 * 1024;

/** A state that stays as it is while the store goes on: objects are immutable. */
export interface StoreState {
  readonly version: number;
  readonly shelves: readonly (readonly [resource: string, objects: readonly StoredObject[]])[];
}

export function stateOf(store: ObjectStore): StoreState {
  return { version: store.version, shelves: store.resources().map((name) => [name, [...store.list(name)]] as const) };
}

/** The file gets its name when the disk has it whole; the answer is its size. Rejects with the system's error. */
export async function writeSnapshot(path: string, state: StoreState, signal: AbortSignal): Promise<number> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  let size = 0;
  try {
    for (const piece of pieces(state)) {
      signal.throwIfAborted();
      size += await append(file, piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  syncFolder(dirname(path));
  return size;
}

async function append(file: FileHandle, bytes: Buffer): Promise<number> {
  await file.writeFile(bytes);
  return bytes.length;
}

function* pieces({ version, shelves }: StoreState): Generator<Buffer> {
  let records = [frameRecord(beginText(version))];
  let size = 0;
  let count = 0;
  for (const [resource, objects] of shelves) {
    for (const stored of objects) {
      const record = frameRecord(putText(resource, stored));
      records.push(record);
      size += record.length;
      count += 1;
      if (size < PIECE) continue;
      yield Buffer.concat(records);
      records = [];
      size = 0;
    }
  }
  yield Buffer.concat([...records, frameRecord(endText(count))]);
}
