import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from '../index.ts';

const PATH = '/api/v1/namespaces/default/configmaps';

function cluster() {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock });
  const authorization = [`Bearer ${kubelite.issueToken(ADMIN)}`];
  const ask = (method: string, url: string, body?: object) =>
    kubelite.handle({
      method,
      url,
      headers: { authorization, 'content-type': ['application/merge-patch+json'] },
      body: Buffer.from(body ? JSON.stringify(body) : ''),
    });
  const create = (name: string, data: object = {}) =>
    kubelite.access.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'default' },
      data: { ...data },
    });
  const change = (name: string, step: number) => ask('PATCH', `${PATH}/${name}`, { data: { step: String(step) } });
  const remove = (name: string) => ask('DELETE', `${PATH}/${name}`);
  return { clock, ask, create, change, remove };
}

/** A receiver that takes a few lines and then nothing until it has read them. */
function slowReader(ask: ReturnType<typeof cluster>['ask'], query: string, room = 3) {
  const answer = ask('GET', `${PATH}?watch=true${query}`);
  if (answer.kind !== 'stream') throw new Error('no stream');
  const lines: string[] = [];
  let unread = 0;
  let waiting: (() => void) | undefined;
  let state = 'open';
  const stop = answer.start({
    write: (chunk) => {
      lines.push(short(JSON.parse(chunk.toString())));
      unread += 1;
      return true;
    },
    end: () => (state = 'ended'),
    flow: { isFull: () => unread >= room, onceRead: (then) => (waiting = then), cut: () => (state = 'cut') },
  });
  const read = (): void => {
    unread = 0;
    const then = waiting;
    waiting = undefined;
    then?.();
  };
  return { lines, read, stop, unread: () => unread, state: () => state };
}

interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly metadata: { readonly name?: string; readonly resourceVersion: string; readonly annotations?: object };
    readonly data?: { readonly step?: string };
  };
}

function short({ type, object: { metadata, data } }: WatchEvent): string {
  const what = metadata.annotations ? 'initial events end' : (metadata.name ?? '');
  return [type, what, data?.step].filter((part) => part !== undefined).join(' ');
}

test('a slow receiver gets the state and each change once, in order, as it reads', () => {
  const { ask, create, change, remove } = cluster();
  for (const name of ['a', 'b', 'c', 'd']) create(name, { step: '0' });
  const reader = slowReader(ask, '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
  expect(reader.unread()).toBe(3);
  change('a', 1);
  remove('d');
  change('b', 2);
  expect(reader.lines).toEqual(['ADDED a 0', 'ADDED b 0', 'ADDED c 0']);
  for (let round = 0; round < 3; round += 1) reader.read();
  expect(reader.lines).toEqual([
    'ADDED a 0',
    'ADDED b 0',
    'ADDED c 0',
    'ADDED d 0',
    'BOOKMARK initial events end',
    'MODIFIED a 1',
    'DELETED d 0',
    'MODIFIED b 2',
  ]);
  change('c', 3);
  expect(reader.lines.at(-1)).toBe('MODIFIED c 3');
  reader.stop();
});

test('the end of the initial events tells the version of the state that was sent', () => {
  const { ask, create, change } = cluster();
  for (const name of ['a', 'b', 'c']) create(name);
  const versions: number[] = [];
  const answer = ask(
    'GET',
    `${PATH}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
  );
  if (answer.kind !== 'stream') throw new Error('no stream');
  let full = true;
  let waiting: (() => void) | undefined;
  answer.start({
    write: (chunk) => versions.push(Number(JSON.parse(chunk.toString()).object.metadata.resourceVersion)) > 0,
    end: () => undefined,
    flow: { isFull: () => full, onceRead: (then) => (waiting = then), cut: () => undefined },
  });
  change('a', 1);
  full = false;
  waiting?.();
  const [first, , , bookmark, changed] = versions;
  expect(versions).toHaveLength(5);
  expect(bookmark).toBeGreaterThanOrEqual(first ?? 0);
  expect(changed).toBeGreaterThan(bookmark ?? Number.POSITIVE_INFINITY);
});

test('a receiver that misses more than is kept is cut off', () => {
  const { ask, create, change } = cluster();
  create('a', { filler: 'x'.repeat(600_000) });
  const reader = slowReader(ask, '', 1);
  for (let step = 0; step < 40; step += 1) change('a', step);
  expect({ lines: reader.lines, state: reader.state() }).toEqual({ lines: ['ADDED a'], state: 'cut' });
});

test('a receiver that reads nothing for a minute is cut off, one that reads is not', () => {
  const { clock, ask, create, change } = cluster();
  create('a');
  const [dead, slow] = [slowReader(ask, '', 1), slowReader(ask, '', 1)];
  for (let step = 1; step < 5; step += 1) {
    change('a', step);
    clock.advanceSync(20_000);
    slow.read();
  }
  expect([dead.state(), slow.state()]).toEqual(['cut', 'open']);
  expect(dead.lines).toEqual(['ADDED a']);
  expect(slow.lines).toEqual(['ADDED a', 'MODIFIED a 1', 'MODIFIED a 2', 'MODIFIED a 3', 'MODIFIED a 4']);
  slow.stop();
});

test('thousands of watchers share the bytes of a change', () => {
  const { ask, create, change } = cluster();
  create('a');
  const chunks = new Set<Uint8Array | string>();
  let count = 0;
  for (let index = 0; index < 2000; index += 1) {
    const answer = ask('GET', `${PATH}?watch=true&fieldSelector=metadata.name%3Da`);
    if (answer.kind !== 'stream') throw new Error('no stream');
    answer.start({
      write: (chunk) => {
        if (String(chunk).startsWith('{"type":"MODIFIED"')) {
          chunks.add(chunk);
          count += 1;
        }
        return true;
      },
      end: () => undefined,
    });
  }
  change('a', 1);
  expect({ count, different: chunks.size }).toEqual({ count: 2000, different: 1 });
});

/** A watch of a state that is yet to come, from its beginning. */
function early(ask: ReturnType<typeof cluster>['ask'], version: string) {
  const reader = ask(
    'GET',
    `${PATH}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1&resourceVersion=${version}`,
  );
  if (reader.kind !== 'stream') throw new Error('no stream');
  const events: { readonly type: string; readonly object: { readonly message?: string } }[] = [];
  let ended = false;
  const write = (chunk: Uint8Array | string): boolean => events.push(JSON.parse(chunk.toString())) > 0;
  const stop = reader.start({ write, end: () => (ended = true) });
  return { events, stop, hasEnded: () => ended };
}

test('a watch of a state that is yet to come waits three seconds, whatever its own time, then says so', () => {
  const { ask, clock } = cluster();
  const { events, hasEnded } = early(ask, '99999999');
  clock.advanceSync(2900);
  expect([events, hasEnded()]).toEqual([[], false]);
  clock.advanceSync(200);
  expect(events).toMatchObject([
    { type: 'ERROR', object: { code: 504, reason: 'Timeout', details: { retryAfterSeconds: 1 } } },
  ]);
  expect(events[0]?.object.message).toMatch(/^Timeout: Too large resource version: 99999999, current: \d+$/);
  expect(hasEnded()).toBe(true);
});

test('a watch of a state that is yet to come begins when it is there', () => {
  const { ask, create, clock } = cluster();
  const now = Number(create('a').metadata.resourceVersion);
  const { events, stop } = early(ask, String(now + 2));
  create('b');
  expect(events).toEqual([]);
  create('c');
  expect(events.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'ADDED']);
  clock.advanceSync(500);
  create('d');
  expect(events.length).toBe(4);
  stop();
});
