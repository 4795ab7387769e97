/**
 * Puts what the files of a folder hold into an empty store. `snapshot-N` holds all objects at the moment when `log-N` began;
 * without a snapshot everything is in the logs from `log-0` on. Only the last log may end in the midst of a record: a process
 * that was killed leaves that. Whatever else does not fit together is refused, and nothing is changed.
 */
import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { tryParseJson } from '../../base/json/parse.ts';
import { brokenData } from './broken-data.ts';
import { type DataRecord, dataRecordOf, FORMAT, objectBytes } from './data-record.ts';
import { typeHead } from './encoded-forms.ts';
import type { ObjectStore } from './object-store.ts';
import { type RecordInFile, readRecords } from './read-records.ts';
import { recordsBehind } from './record-frame.ts';
import { StoredObject } from './stored-object.ts';

export interface RestoredFolder {
  /** The log to go on with. */
  readonly number: number;
  /** Its size; 0 where it has to be begun. */
  readonly size: number;
  /** Bytes of all logs that are read at a start, and of the snapshot. */
  readonly logged: number;
  readonly snapshot: number;
}

const FILE = /^(snapshot|log)-(\d+)$/;

/** Throws `kubelite.broken-data` (user) naming file and offset. */
export function restoreFolder(folder: string, store: ObjectStore): RestoredFolder {
  const { snapshots, logs } = filesOf(folder);
  const base = snapshots.at(-1) ?? 0;
  const needed = logs.filter((number) => number >= base);
  const snapshot = snapshots.length === 0 ? 0 : restoreSnapshot(join(folder, `snapshot-${base}`), store);
  const last = needed.at(-1) ?? base;
  if (snapshots.length > 0 && needed.length === 0) throw brokenData(logPath(folder, base), 0, 'the file is missing');
  let logged = 0;
  let size = 0;
  for (let number = base; number <= last && needed.length > 0; number += 1) {
    if (!needed.includes(number)) throw brokenData(logPath(folder, number), 0, 'the file is missing');
    size = restoreLog(logPath(folder, number), store, number === last ? 'mayBeTorn' : 'whole');
    logged += size;
  }
  removeOlder(folder, base);
  return { number: last, size, logged, snapshot };
}

export function logPath(folder: string, number: number): string {
  return join(folder, `log-${number}`);
}

/** Removes what a snapshot has made needless. */
export function removeOlder(folder: string, base: number): void {
  for (const name of readdirSync(folder)) {
    const [, , number] = FILE.exec(name) ?? [];
    if (number !== undefined && Number(number) < base) rmSync(join(folder, name), { force: true });
    else if (name.startsWith('snapshot-') && name.endsWith('.draft')) rmSync(join(folder, name), { force: true });
  }
}

function filesOf(folder: string): { readonly snapshots: readonly number[]; readonly logs: readonly number[] } {
  const files = readdirSync(folder).flatMap((name) => {
    const [, kind, number] = FILE.exec(name) ?? [];
    return kind === undefined ? [] : [{ kind, number: Number(number) }];
  });
  const of = (wanted: string): number[] =>
    files.flatMap(({ kind, number }) => (kind === wanted ? [number] : [])).sort((a, b) => a - b);
  return { snapshots: of('snapshot'), logs: of('log') };
}

/** A snapshot got its name when it was whole, so nothing may be missing. The answer is its size. */
function restoreSnapshot(path: string, store: ObjectStore): number {
  const records = readRecords(path);
  let objects = 0;
  let ended = false;
  let next = records.next();
  for (; !next.done; next = records.next()) {
    const { text, offset } = next.value;
    const record = recordIn(path, text, offset);
    if (ended) throw brokenData(path, offset, 'something follows the end');
    if (record.kind === 'begin') store.restoreVersion(record.version);
    else if (record.kind === 'put') {
      store.restore(record.resource, restoredObject(record, text));
      objects += 1;
    } else if (record.kind === 'end' && record.objects === objects) ended = true;
    else throw brokenData(path, offset, `a record of kind ${record.kind} does not belong here`);
  }
  if (!ended) throw brokenData(path, next.value, 'the checksum or the length of a record is wrong');
  return next.value;
}

/** The answer is the size of what is whole; a torn end is cut off. */
function restoreLog(path: string, store: ObjectStore, end: 'mayBeTorn' | 'whole'): number {
  const records = readRecords(path);
  let next = records.next();
  for (; !next.done; next = records.next()) {
    const { text, offset } = next.value;
    const reason = take(recordIn(path, text, offset), { text, offset }, store);
    if (reason !== undefined) throw brokenData(path, offset, reason);
  }
  const whole = next.value;
  if (whole === statSync(path).size) return whole;
  const behind = readFileSync(path).subarray(whole);
  if (end === 'whole' || syncedBehind(behind) > whole) {
    throw brokenData(path, whole, 'the checksum or the length of a record is wrong, and whole ones follow');
  }
  truncateSync(path, whole);
  return whole;
}

/** How far the disk had the file, by the records behind damage: up to there nothing can be torn. */
function syncedBehind(bytes: Buffer): number {
  let furthest = 0;
  for (const text of recordsBehind(bytes)) {
    const record = dataRecordOf(tryParseJson(text.toString()));
    if (record?.kind === 'synced') furthest = Math.max(furthest, record.offset);
  }
  return furthest;
}

function recordIn(path: string, text: Buffer, offset: number): DataRecord {
  const record = dataRecordOf(tryParseJson(text.toString()));
  if (record === undefined) throw brokenData(path, offset, 'the record is none of this program');
  if (record.kind !== 'begin' || record.format === FORMAT) return record;
  throw brokenData(path, offset, `it has format ${record.format}, and this program reads format ${FORMAT}`);
}

/** Every change has the version after the one before, so that nothing can be missing in between. The answer is what is wrong. */
function take(record: DataRecord, { text, offset }: RecordInFile, store: ObjectStore): string | undefined {
  const { version } = store;
  switch (record.kind) {
    case 'begin':
      if (offset === 0 && record.version === version) return undefined;
      return `it begins at version ${record.version} where ${version} was reached`;
    case 'skip':
      store.restoreVersion(record.version);
      return undefined;
    case 'synced':
      return undefined;
    case 'end':
      return 'an end does not belong here';
    default:
      if (record.version !== version + 1) return `version ${record.version} does not follow ${version}`;
      if (record.kind === 'put') store.restore(record.resource, restoredObject(record, text));
      else store.restoreRemoval(record.resource, record);
      return undefined;
  }
}

/** With the bytes it was recorded by, which nobody has to make again; those of older programs may have another order. */
function restoredObject({ object, version }: DataRecord & { readonly kind: 'put' }, text: Buffer): StoredObject {
  const bytes = objectBytes(text);
  const head = Buffer.from(typeHead(object));
  return new StoredObject(object, version, bytes.subarray(0, head.length).equals(head) ? bytes : undefined);
}
