import { expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from './index.ts';

const PATH = '/api/v1/namespaces/default/configmaps';

function startCluster() {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock });
  const token = kubelite.issueToken(ADMIN);
  const handle = (method: string, url: string, body: object | undefined, headers: Record<string, string>) =>
    kubelite.handle({
      method,
      url,
      headers: Object.fromEntries(
        Object.entries({ authorization: `Bearer ${token}`, ...headers }).map(([name, value]) => [name, [value]]),
      ),
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
  const ask = (method: string, url: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = handle(method, url, body, headers);
    if (answer.kind !== 'full') throw new Error('a stream');
    return JSON.parse(answer.body.toString());
  };
  const watch = (query: string, headers: Record<string, string> = {}) => {
    const answer = handle('GET', `${PATH}?watch=true${query}`, undefined, headers);
    if (answer.kind !== 'stream') throw new Error(`no stream: ${answer.body.toString()}`);
    let text = '';
    const seen = {
      ended: false,
      events: () =>
        text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
    };
    const write = (chunk: Uint8Array | string): boolean => {
      text += chunk.toString();
      return true;
    };
    const stop = answer.start({ write, end: () => (seen.ended = true) });
    return { ...seen, stop, isEnded: () => seen.ended, lines: () => seen.events().map(brief) };
  };
  const put = (name: string, data: object, labels: object = {}) =>
    ask('POST', PATH, { metadata: { name, labels }, data });
  const merge = (name: string, patch: object) =>
    ask('PATCH', `${PATH}/${name}`, patch, { 'content-type': 'application/merge-patch+json' });
  return { clock, ask, watch, put, merge };
}

function brief({ type, object }: { type: string; object: { metadata?: { name?: string }; reason?: string } }): string {
  return `${type} ${object.metadata?.name ?? object.reason ?? ''}`.trim();
}

test('from a version: exactly the changes after it', () => {
  const { ask, watch, put, merge } = startCluster();
  put('a', {});
  const { resourceVersion } = ask('GET', PATH).metadata;
  put('b', {});
  const seen = watch(`&resourceVersion=${resourceVersion}`);
  merge('a', { data: { x: '1' } });
  ask('DELETE', `${PATH}/b`);
  expect(seen.lines()).toEqual(['ADDED b', 'MODIFIED a', 'DELETED b']);
  const versions = seen.events().map(({ object }) => Number(object.metadata.resourceVersion));
  expect(versions).toEqual([...versions].sort((one, other) => one - other));
});

test('without a version: the present state first', () => {
  const { watch, put } = startCluster();
  put('b', {});
  put('a', {});
  const seen = watch('');
  put('c', {});
  expect(seen.lines()).toEqual(['ADDED a', 'ADDED b', 'ADDED c']);
});

test('an object enters and leaves a selection', () => {
  const { watch, put, merge } = startCluster();
  put('a', {}, { on: 'no' });
  const seen = watch('&labelSelector=on%3Dyes');
  merge('a', { metadata: { labels: { on: 'yes' } } });
  merge('a', { data: { x: '1' } });
  merge('a', { metadata: { labels: { on: 'no' } }, data: { x: '2' } });
  expect(seen.lines()).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
  const [, changed, left] = seen.events();
  expect(left.object.data).toEqual(changed.object.data);
  expect(Number(left.object.metadata.resourceVersion)).toBeGreaterThan(Number(changed.object.metadata.resourceVersion));
});

test('bookmarks tell idle watchers how far they are, and a list of the past ends them', async () => {
  const { clock, watch, put, ask } = startCluster();
  const seen = watch('&resourceVersion=0&allowWatchBookmarks=true&timeoutSeconds=90');
  ask('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 's' } });
  await clock.advance(61_000);
  put('a', {});
  await clock.advance(30_000);
  // The state to begin with, after a minute, and two seconds before the end.
  expect(seen.lines()).toEqual(['BOOKMARK', 'BOOKMARK', 'ADDED a', 'BOOKMARK']);
  expect(seen.events()[0].object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
  expect(Number(seen.events()[0].object.metadata.resourceVersion)).toBeGreaterThan(1);
  expect(seen.isEnded()).toBe(true);
});

test('initial events end with a bookmark that says so', () => {
  const { watch, put } = startCluster();
  put('a', {});
  const seen = watch('&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
  expect(seen.lines()).toEqual(['ADDED a', 'BOOKMARK']);
  expect(seen.events()[1].object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
});

test('a version whose changes are forgotten is too old', () => {
  const { ask, watch, put, merge } = startCluster();
  put('a', {});
  const { resourceVersion } = ask('GET', PATH).metadata;
  for (let count = 0; count < 5000; count += 1) merge('a', { data: { count: String(count) } });
  const seen = watch(`&resourceVersion=${resourceVersion}`);
  expect(seen.lines()).toEqual(['ERROR Expired']);
  expect(seen.events()[0].object.code).toBe(410);
  expect(seen.isEnded()).toBe(true);
});

test('as tables: the columns come once', () => {
  const { watch, put } = startCluster();
  put('a', {});
  const seen = watch('', { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' });
  put('b', { x: '1' });
  const events = seen.events();
  expect(events.map(({ object }) => object.columnDefinitions !== null)).toEqual([true, false]);
  expect(events.map(({ object }) => object.rows[0].cells)).toEqual([
    ['a', 0, '0s'],
    ['b', 1, '0s'],
  ]);
});

test('after the receiver left nothing is sent', () => {
  const { watch, put } = startCluster();
  const seen = watch('');
  seen.stop();
  put('a', {});
  expect(seen.lines()).toEqual([]);
});
