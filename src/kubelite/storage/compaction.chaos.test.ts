/** The end of the process at every byte of a compaction: what the disk may then have, put together and opened again. */
import { existsSync, linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { FolderJournal } from './folder-journal.ts';
import { ObjectStore } from './object-store.ts';

const SHELF = '/configmaps';

function open(folder: string, compactAt?: number) {
  const journal = new FolderJournal(folder, compactAt === undefined ? {} : { compactAt });
  const store = new ObjectStore({ journal });
  journal.restore(store, { mayHaveLost: false });
  return { journal, store };
}

function state(store: ObjectStore): string {
  return [...store.list(SHELF)].map(({ name, version, bytes }) => `${name}@${version}=${bytes}`).join('');
}

/** The version that a cut log leads to: each record is a line. */
function versionIn(log: Buffer): number {
  const lines = log.toString('latin1').split('\n').slice(0, -1);
  return Math.max(...lines.map((line) => Number(/"version":(\d+)/.exec(line)?.[1] ?? 0)));
}

/** Writes until a compaction is done and some time after it. The answer is the state by version, and the files as they were last. */
async function compacted(folder: string, kept: string) {
  const { store, journal } = open(folder, 1500);
  // The first log as it was last, though it goes.
  linkSync(join(folder, 'log-0'), kept);
  const states = new Map<number, string>();
  const write = (count: number): void => {
    const metadata = { name: `o-${count % 4}`, namespace: 'n' };
    if (count % 6 === 5) store.remove(SHELF, 'n', `o-${(count - 1) % 4}`);
    else store.put(SHELF, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { count: String(count) } });
    states.set(store.version, state(store));
  };
  let count = 0;
  while (!existsSync(join(folder, 'snapshot-1'))) {
    write(count++);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  for (let more = 0; more < 4; more += 1) write(count++);
  await journal.close();
  const first = readFileSync(kept);
  return {
    states,
    first,
    next: readFileSync(join(folder, 'log-1')),
    snapshot: readFileSync(join(folder, 'snapshot-1')),
  };
}

test('killed at any byte of a compaction, with writes going on: all that was whole is there', async () => {
  await using folder = await temporaryFolder();
  const [data, cut] = [join(folder.path, 'data'), join(folder.path, 'cut')];
  await mkdir(data);
  await mkdir(cut);
  const { states, first, next, snapshot } = await compacted(data, join(folder.path, 'log-0'));
  const check = async (files: Readonly<Record<string, Buffer>>, version: number): Promise<void> => {
    for (const name of readdirSync(cut)) rmSync(join(cut, name));
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(cut, name), bytes);
    const { store, journal } = open(cut);
    expect({ version: store.version, state: state(store) }).toEqual({ version, state: states.get(version) });
    await journal.close();
  };
  const begun = next.indexOf(10) + 1;
  for (let size = 0; size < begun; size += 1) {
    await check({ 'log-0': first, 'log-1': next.subarray(0, size) }, versionIn(first));
  }
  for (let size = begun; size <= next.length; size += 1) {
    const log = next.subarray(0, size);
    const draft = snapshot.subarray(0, Math.floor((size * snapshot.length) / next.length));
    await check({ 'log-0': first, 'log-1': log, 'snapshot-1.draft': draft }, versionIn(log));
    await check({ 'log-0': first, 'log-1': log, 'snapshot-1': snapshot }, versionIn(log));
    await check({ 'log-1': log, 'snapshot-1': snapshot }, versionIn(log));
  }
  process.stdout.write(`${begun + 3 * (next.length - begun)} folders opened again\n`);
}, 300_000);
