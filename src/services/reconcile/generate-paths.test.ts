import { afterEach, expect, test } from 'vitest';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { application, type ReconcileEnvironment, reconcileEnvironment } from '../../testkit/reconcile-environment.ts';
import { createManifestService } from '../source/index.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** An Application a form of the annotation, and whether a commit to its own folder counts for it. */
const FORMS: Readonly<Record<string, { readonly paths?: string; readonly counts: boolean }>> = {
  none: { counts: true },
  own: { paths: '.', counts: true },
  'own-file': { paths: 'a.yaml', counts: true },
  absolute: { paths: '/apps/absolute', counts: true },
  'absolute-root': { paths: '/', counts: true },
  listed: { paths: '/elsewhere;.', counts: true },
  parent: { paths: '..', counts: true },
  pattern: { paths: '*.yaml', counts: true },
  elsewhere: { paths: '/elsewhere', counts: false },
  sibling: { paths: '../nobody', counts: false },
  'changed-sibling': { paths: '../none', counts: true },
  'other-file': { paths: 'b.yaml', counts: false },
  'other-pattern': { paths: '*.yml', counts: false },
};
const NAMES = Object.keys(FORMS);

function filesOf(value: string): Record<string, string> {
  const text = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {v: "${value}"}\n`;
  return Object.fromEntries(NAMES.map((name) => [`apps/${name}/a.yaml`, text(name)]));
}

async function world() {
  const place = await reconcileEnvironment();
  const git = createMemoryGit();
  const repository = git.repository('mono');
  const { clock, installation, metrics } = place;
  const manifests = createManifestService({
    ...{ git: git.port, installation, clock, metrics, log: memoryLog() },
    random: () => 0.5,
    ...createMemoryOutside(clock).ports,
  });
  const first = await repository.commit({ files: filesOf('first') });
  for (const [name, { paths }] of Object.entries(FORMS)) {
    const source = { repoURL: repository.url, targetRevision: 'main', path: `apps/${name}` };
    const annotations = paths === undefined ? {} : { 'argocd.argoproj.io/manifest-generate-paths': paths };
    await place.apply(application({ source, syncPolicy: { automated: {} } }, { name, annotations }));
  }
  const controller = await place.startController(place.api, {}, manifests);
  manifests.start();
  closing.push(place.close, () => manifests.close(), controller.stop);
  await clock.advance(5_000);
  return { place, repository, manifests, first };
}

interface Shown {
  readonly value: string | undefined;
  readonly revision: string | undefined;
}

/** What is in the cluster and which commit the status names, an Application each. */
async function shown(place: ReconcileEnvironment): Promise<Record<string, Shown>> {
  const entries = NAMES.map(async (name) => {
    const data = (await place.get('ConfigMap', name))?.['data'] as { readonly v: string } | undefined;
    return [name, { value: data?.v, revision: (await place.app(name)).status?.sync?.revision }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Those for whom it counts are at the newer one; the status of the others stands as it was. */
function expected(older: Shown, newer: Shown): Record<string, Shown> {
  return Object.fromEntries(Object.entries(FORMS).map(([name, { counts }]) => [name, counts ? newer : older]));
}

test.each([
  ['told by a webhook', 5_000, true],
  ['seen by polling', 200_000, false],
])('a commit counts for whom its paths say, and for nobody else: %s', async (_how, wait, isTold) => {
  const { place, repository, manifests, first } = await world();
  const before = { value: 'first', revision: first };
  expect(await shown(place)).toEqual(expected(before, before));
  place.metrics.reset();
  const second = await repository.commit({ files: filesOf('second') });
  if (isTold) manifests.notice(repository.url);
  await place.clock.advance(wait);
  const after = expected(before, { value: 'second', revision: second });
  expect(await shown(place)).toEqual(after);
  const counting = Object.values(FORMS).filter(({ counts }) => counts).length;
  expect(place.metrics.value('renders_total')).toBe(counting);
  // What is beside all of them costs nobody a render, nor a write.
  await repository.commit({ files: { 'docs/readme.md': 'read' } });
  if (isTold) manifests.notice(repository.url);
  await place.clock.advance(wait);
  expect(await shown(place)).toEqual(after);
  expect(place.metrics.value('renders_total')).toBe(counting);
});

const text = (value: string, name = 'a') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {v: "${value}"}\n`;

/** One Application of the folder `own`, which names its own files. */
async function alone(file: string) {
  const place = await reconcileEnvironment();
  const git = createMemoryGit();
  const repository = git.repository('mono');
  const { clock, installation, metrics } = place;
  const manifests = createManifestService({
    ...{ git: git.port, installation, clock, metrics, log: memoryLog() },
    random: () => 0.5,
    ...createMemoryOutside(clock).ports,
  });
  const first = await repository.commit({ files: { 'own/a.yaml': file } });
  const source = { repoURL: repository.url, targetRevision: 'main', path: 'own' };
  const annotations = { 'argocd.argoproj.io/manifest-generate-paths': '.' };
  await place.apply(application({ source, syncPolicy: { automated: {}, retry: { limit: 0 } } }, { annotations }));
  const controller = await place.startController(place.api, {}, manifests);
  closing.push(place.close, () => manifests.close(), controller.stop);
  await clock.advance(5_000);
  const commit = async (files: Record<string, string>) => {
    const oid = await repository.commit({ files });
    const asked = { 'argocd.argoproj.io/refresh': 'normal' };
    await place.merge('Application', 'app', { metadata: { annotations: asked } }, 'argocd');
    await clock.advance(3_000);
    const { sync, operationState, conditions = [] } = (await place.app()).status ?? {};
    return {
      oid,
      ...{ sync: sync?.status, revision: sync?.revision, synced: operationState?.syncResult?.revision },
      conditions: conditions.map(({ message }) => message),
    };
  };
  return { place, first, commit };
}

test('a commit that changes none of the files is no reason to sync what drifted', async () => {
  const { place, first, commit } = await alone(text('first'));
  await place.merge('ConfigMap', 'a', { data: { v: 'drift' } });
  for (const read of ['once', 'twice']) {
    const { oid, ...beside } = await commit({ 'docs/readme.md': read });
    expect(beside).toEqual({ sync: 'OutOfSync', revision: oid, synced: first, conditions: [] });
  }
  const { oid, ...touched } = await commit({ 'own/a.yaml': text('second') });
  expect(touched).toEqual({ sync: 'Synced', revision: oid, synced: oid, conditions: [] });
});

test('nor to try again what failed: the condition names the commit that did', async () => {
  const { first, commit } = await alone(text('first', 'No_Name'));
  const { oid, ...beside } = await commit({ 'docs/readme.md': 'read' });
  const failed = expect.stringContaining(`Failed last sync attempt to [${first}]: `);
  expect(beside).toEqual({ sync: 'OutOfSync', revision: oid, synced: first, conditions: [failed] });
  const { oid: mended, ...after } = await commit({ 'own/a.yaml': text('second') });
  expect(after).toEqual({ sync: 'Synced', revision: mended, synced: mended, conditions: [] });
});
