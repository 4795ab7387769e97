/** Requests to look again, and what is looked at for each reason (features A20). */
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { ManifestService } from '../../ports/manifest-service.ts';
import { application, configMap, REPOSITORY, reconcileEnvironment } from '../../testkit/reconcile-environment.ts';

const REFRESH = 'argocd.argoproj.io/refresh';
const STAMP = 'argocd.argoproj.io/refresh-timestamp';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A controller whose renders are told by their level, and may be met by something. */
async function open() {
  const place = await reconcileEnvironment();
  const levels: string[] = [];
  const meeting: { next: (() => Promise<unknown>) | undefined } = { next: undefined };
  const { manifests } = place;
  const service: ManifestService = {
    resolve: (...given) => manifests.resolve(...given),
    stand: (...given) => manifests.stand(...given),
    revisionMetadata: (...given) => manifests.revisionMetadata(...given),
    notice: (url) => manifests.notice(url),
    onMoved: (listener) => manifests.onMoved(listener),
    keep: (...given) => manifests.keep(...given),
    release: (operation) => manifests.release(operation),
    async render(request, ...signals) {
      levels.push(request.refresh);
      const met = meeting.next;
      meeting.next = undefined;
      const result = await manifests.render(request, ...signals);
      await met?.();
      return result;
    },
  };
  manifests.commit(REPOSITORY, [configMap('a')]);
  const controller = await place.startController(place.api, {}, service);
  closing.push(place.close, controller.stop);
  await place.apply(application());
  await place.settle();
  levels.length = 0;
  const ask = (annotations: Readonly<Record<string, string | null>>) =>
    place.merge('Application', 'app', { metadata: { annotations } }, 'argocd');
  const annotations = async () => {
    const found = (await place.app()).metadata.annotations ?? {};
    return Object.fromEntries(Object.entries(found).filter(([name]) => name === REFRESH || name === STAMP));
  };
  return { place, levels, meeting, ask, annotations };
}

test.each([
  ['normal', 'latest'],
  ['hard', 'hard'],
  ['anything', 'latest'],
])('a request %j is answered once, and leaves with its time', async (request, level) => {
  const { place, levels, ask, annotations } = await open();
  await ask({ [REFRESH]: request, [STAMP]: '2026-01-01T00:00:00.000000001Z' });
  await place.settle();
  expect([levels, await annotations()]).toEqual([[level], {}]);
});

test('a request that comes while another is answered is answered, too: nothing between the two is missed', async () => {
  const { place, levels, meeting, ask, annotations } = await open();
  let seen: object = {};
  meeting.next = async () => {
    // A commit that the render under way no longer sees, and who tells of it.
    place.manifests.commit(REPOSITORY, [configMap('b')]);
    await ask({ [REFRESH]: 'hard', [STAMP]: '2026-01-01T00:00:00.000000002Z' });
    await new Promise((resolve) => setImmediate(resolve));
    meeting.next = async () => {
      seen = await annotations();
    };
  };
  await ask({ [REFRESH]: 'normal', [STAMP]: '2026-01-01T00:00:00.000000001Z' });
  await place.settle();
  expect(levels).toEqual(['latest', 'hard']);
  expect(seen).toEqual({ [REFRESH]: 'hard', [STAMP]: '2026-01-01T00:00:00.000000002Z' });
  expect(await annotations()).toEqual({});
  expect((await place.app()).status?.resources?.map(({ name }) => name)).toEqual(['b']);
});

test('the same words at another time are another request', async () => {
  const { place, levels, meeting, ask, annotations } = await open();
  meeting.next = () => ask({ [STAMP]: '2026-01-01T00:00:00.000000002Z' });
  await ask({ [REFRESH]: 'normal', [STAMP]: '2026-01-01T00:00:00.000000001Z' });
  await place.settle();
  expect([levels, await annotations()]).toEqual([['latest', 'latest'], {}]);
});

test('who takes the request back meanwhile gets no error, and the answer stands', async () => {
  const { place, levels, meeting, ask, annotations } = await open();
  meeting.next = () => ask({ [REFRESH]: null, [STAMP]: null });
  await ask({ [REFRESH]: 'normal', [STAMP]: 'x' });
  await place.settle();
  expect(levels[0]).toBe('latest');
  expect(await annotations()).toEqual({});
  expect((await place.app()).status?.sync?.status).toBe('OutOfSync');
});

test('levels: a live change renders nothing, another specification what is known, an operation and a request the latest', async () => {
  const { place, levels, ask } = await open();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
  expect(levels.splice(0)).toEqual(['latest', 'cached']);
  await place.merge('ConfigMap', 'a', { data: { key: 'drift' } });
  await place.settle();
  expect(levels.splice(0)).toEqual([]);
  await place.merge('Application', 'app', { spec: { source: { path: 'other' } } }, 'argocd');
  await place.settle();
  expect(levels.splice(0)).toEqual(['cached']);
  await place.merge('Application', 'app', { metadata: { labels: { a: 'b' } } }, 'argocd');
  await place.settle();
  expect(levels.splice(0)).toEqual([]);
  await ask({ [REFRESH]: 'normal' });
  await place.settle();
  expect(levels.splice(0)).toEqual(['latest']);
});

test('a repository that fails for a while keeps the last state, until the grace has passed; a request does not wait (A21)', async () => {
  const { place, ask } = await open();
  const fault = new AppError({ code: 'git.unreachable', kind: 'transient', message: 'gone' });
  const shown = async () => {
    const { sync, conditions = [] } = (await place.app()).status ?? {};
    return [sync?.status, ...conditions.map(({ type }) => type)];
  };
  place.manifests.fail(REPOSITORY, fault);
  place.manifests.notice(REPOSITORY);
  await place.clock.advance(170_000);
  expect(await shown()).toEqual(['OutOfSync']);
  await place.clock.advance(60_000);
  expect(await shown()).toEqual(['Unknown', 'ComparisonError']);
  place.manifests.fail(REPOSITORY, undefined);
  place.manifests.notice(REPOSITORY);
  await place.clock.advance(60_000);
  expect(await shown()).toEqual(['OutOfSync']);
  place.manifests.fail(REPOSITORY, fault);
  await ask({ [REFRESH]: 'normal' });
  await place.settle();
  expect(await shown()).toEqual(['Unknown', 'ComparisonError']);
});
