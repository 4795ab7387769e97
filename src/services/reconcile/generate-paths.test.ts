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
