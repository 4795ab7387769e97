import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { Change } from './change-ring.ts';
import { beginText, changeText } from './data-record.ts';
import { FolderJournal, type FolderJournalOptions } from './folder-journal.ts';
import { folderKeys } from './folder-keys.ts';
import { ObjectStore } from './object-store.ts';
import { frameRecord } from './record-frame.ts';
import { StoredObject } from './stored-object.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubelite-data-'));
  folders.push(folder);
  return folder;
}

function open(folder: string, options: FolderJournalOptions & { readonly mayHaveLost?: boolean } = {}) {
  const journal = new FolderJournal(folder, options);
  const store = new ObjectStore({ journal });
  journal.restore(store, { mayHaveLost: options.mayHaveLost ?? false });
  return { journal, store };
}

function object(name: string, data: object = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' }, data: { ...data } };
}

/** Every how many cuts the store is written to and opened again. */
const GOES_ON = 13;
const SHELVES = ['/configmaps', 'x.io/widgets'];

function state(store: ObjectStore): string {
  const objects = SHELVES.flatMap((shelf) =>
    [...store.list(shelf)].map((stored) => `${shelf} ${stored.name}@${stored.version}=${stored.bytes}`),
  );
  return [String(store.version), ...objects].join('\n');
}

interface Write {
  readonly name: string;
  readonly shelf: string;
  readonly text: string | undefined;
  /** Waits until it is acknowledged. */
  readonly waits: boolean;
}

const history: fc.Arbitrary<readonly Write[]> = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    shelf: fc.constantFrom(...SHELVES),
    text: fc.option(fc.string({ unit: 'binary', maxLength: 6 }), { nil: undefined, freq: 3 }),
    waits: fc.boolean(),
  }),
  { minLength: 4, maxLength: 9 },
);

/** The states after each write, and the number of those that were acknowledged when the log had some size. */
async function play(folder: string, writes: readonly Write[]) {
  const { store, journal } = open(folder);
  const path = join(folder, 'log-0');
  const states = [state(store)];
  const sizes = [statSync(path).size];
  let acknowledged = 0;
  for (const { name, shelf, text, waits } of writes) {
    if (text === undefined) store.remove(shelf, 'n', name);
    else store.put(shelf, object(name, { text }));
    states.push(state(store));
    sizes.push(statSync(path).size);
    if (!waits) continue;
    await journal.durable();
    acknowledged = states.length - 1;
  }
  const bytes = readFileSync(path);
  await journal.close();
  return { states, sizes, acknowledged, bytes };
}

describe('the end of the process', () => {
  test('a log cut at any byte gives every write that was whole by then, and goes on', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (writes) => {
        const { states, sizes, bytes } = await play(newFolder(), writes);
        const folder = newFolder();
        for (let size = 0; size <= bytes.length; size += 1) {
          writeFileSync(join(folder, 'log-0'), bytes.subarray(0, size));
          const { store, journal } = open(folder);
          const whole = states[sizes.findLastIndex((each) => each <= size)] ?? states[0];
          expect(state(store)).toBe(whole);
          if (size % GOES_ON !== 0) {
            await journal.close();
            continue;
          }
          store.put('/configmaps', object('next'));
          const after = state(store);
          await journal.close();
          const again = open(folder);
          expect(state(again.store)).toBe(after);
          await again.journal.close();
        }
      }),
      { numRuns: 2 },
    );
  });

  test('a log with any byte changed is refused by its offset, or gives all that was acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 255 }), async (writes, flip) => {
        const { states, acknowledged, bytes } = await play(newFolder(), writes);
        const folder = newFolder();
        const path = join(folder, 'log-0');
        for (let at = 0; at < bytes.length; at += 1) {
          const damaged = Buffer.from(bytes);
          damaged[at] = (damaged[at] ?? 0) ^ flip;
          writeFileSync(path, damaged);
          try {
            const { store, journal } = open(folder);
            const found = states.lastIndexOf(state(store));
            await journal.close();
            // Behind the last note nothing tells a damaged note from a torn one.
            expect(found).toBeGreaterThanOrEqual(acknowledged);
          } catch (error) {
            if (!hasCode(error, 'kubelite.broken-data')) throw error;
            const [, offset] = /log-0 is damaged at byte (\d+): /.exec(error.message) ?? [];
            expect(Number(offset)).toBeLessThanOrEqual(at);
            expect(readFileSync(path).equals(damaged)).toBe(true);
          }
        }
      }),
      { numRuns: 2 },
    );
  });
});

describe('going on', () => {
  test('what was written is there again, with its versions; watches from before have to list again', async () => {
    const folder = newFolder();
    const first = open(folder);
    first.store.put('/configmaps', object('a', { x: '1', large: 12345678901234567890n }));
    first.store.put('/configmaps', object('b', { text: 'zwölf\n' }));
    first.store.put('/configmaps', object('a', { x: '2', large: 12345678901234567890n }));
    first.store.remove('/configmaps', 'n', 'b');
    await first.journal.close();
    const second = open(folder);
    expect(state(second.store)).toBe(state(first.store));
    expect(second.store.changesAfter('/configmaps', second.store.version - 1)).toBeUndefined();
    expect(second.store.changesAfter('/configmaps', second.store.version)).toEqual([]);
    second.store.put('/configmaps', object('c'));
    expect(second.store.version).toBe(first.store.version + 1);
    await second.journal.close();
  });

  test('where the machine went down, versions that watchers may have seen are not used again', async () => {
    const folder = newFolder();
    const first = open(folder);
    first.store.put('/configmaps', object('a'));
    await first.journal.close();
    const second = open(folder, { mayHaveLost: true });
    expect(second.store.version).toBeGreaterThan(first.store.version + 100_000);
    second.store.put('/configmaps', object('b'));
    await second.journal.close();
    const third = open(folder);
    expect(state(third.store)).toBe(state(second.store));
    await third.journal.close();
  });

  test('files are readable by their owner only', async () => {
    const folder = join(newFolder(), 'cluster');
    const { store, journal } = open(folder, { compactAt: 1 });
    store.put('/configmaps', object('a'));
    await journal.close();
    folderKeys(folder, () => ({ authority: { certificatePem: 'a', keyPem: 'b' }, tokens: 'c' }));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });
});

describe('snapshots', () => {
  /** Compacts after every few writes. */
  /** Until nothing is there but one log and the snapshot before it. */
  async function compactedOnce(folder: string): Promise<void> {
    const isWhole = (): boolean => /^log-\d+,snapshot-\d+$/.test(readdirSync(folder).sort().join());
    for (let tries = 0; tries < 400 && !isWhole(); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async function compacted(folder: string, writes = 60) {
    const { store, journal } = open(folder, { compactAt: 3000 });
    for (let count = 0; count < writes; count += 1) {
      store.put('/configmaps', object(`o-${count % 7}`, { count: String(count) }));
      if (count % 5 === 0) await journal.durable();
      if (count % 9 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return { store, journal };
  }

  test('a log that grew is replaced while writes go on', async () => {
    const folder = newFolder();
    const { store, journal } = await compacted(folder);
    await compactedOnce(folder);
    await journal.close();
    const names = readdirSync(folder).sort();
    expect(names).toEqual([expect.stringMatching(/^log-[1-9]/), expect.stringMatching(/^snapshot-[1-9]/)]);
    const again = open(folder);
    expect(state(again.store)).toBe(state(store));
    await again.journal.close();
  });

  /** What a kill leaves between the turn to the next log and the snapshot. */
  async function turned(folder: string) {
    const { store, journal } = open(folder);
    store.put('/configmaps', object('a', { x: '1' }));
    await journal.close();
    const next = new StoredObject(object('b'), store.version + 1);
    const records = [beginText(store.version), changeText('/configmaps', new Change('ADDED', next))];
    writeFileSync(join(folder, 'log-1'), Buffer.concat(records.map(frameRecord)));
    writeFileSync(join(folder, 'snapshot-1.draft'), 'half a snap');
  }

  test('killed before the snapshot is whole, both logs hold everything', async () => {
    const folder = newFolder();
    await turned(folder);
    const { store, journal } = open(folder, { compactAt: 1 });
    expect([...store.list('/configmaps')].map(({ name, version }) => [name, version])).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
    expect(readdirSync(folder).sort()).toEqual(['log-0', 'log-1']);
    store.put('/configmaps', object('c'));
    await compactedOnce(folder);
    expect(readdirSync(folder).sort()).toEqual(['log-2', 'snapshot-2']);
    const before = state(store);
    await journal.close();
    const again = open(folder);
    expect(state(again.store)).toBe(before);
    await again.journal.close();
  });

  test('a log that another follows may not be torn: the disk had it whole', async () => {
    const folder = newFolder();
    await turned(folder);
    const path = join(folder, 'log-0');
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect(() => open(folder)).toThrow(/log-0 is damaged at byte \d+: /);
  });

  const damages: readonly (readonly [
    reason: string,
    damage: (folder: string, log: string, snapshot: string) => void,
  ])[] = [
    ['the log of a snapshot is missing', (folder, log) => rmSync(join(folder, log))],
    ['the snapshot of a log is missing', (folder, _, snapshot) => rmSync(join(folder, snapshot))],
    [
      'a snapshot is cut',
      (folder, _, snapshot) => {
        const path = join(folder, snapshot);
        writeFileSync(path, readFileSync(path).subarray(0, 200));
      },
    ],
    [
      'a snapshot goes on behind its end',
      (folder, _, snapshot) => appendFileSync(join(folder, snapshot), frameRecord('{"kind":"end","objects":7}')),
    ],
    [
      'a version is missing in a log',
      (folder, log) =>
        appendFileSync(
          join(folder, log),
          frameRecord('{"kind":"remove","version":1000,"resource":"r","namespace":"","name":"n"}'),
        ),
    ],
    [
      'a record of a later program',
      (folder, log) => appendFileSync(join(folder, log), frameRecord('{"kind":"unheard"}')),
    ],
  ];
  test.each(damages)('%s: refused', async (_, damage) => {
    const folder = newFolder();
    const { journal } = await compacted(folder);
    await compactedOnce(folder);
    await journal.close();
    const [log = '', snapshot = ''] = readdirSync(folder).sort();
    damage(folder, log, snapshot);
    expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'kubelite.broken-data', kind: 'user' }));
  });
});
