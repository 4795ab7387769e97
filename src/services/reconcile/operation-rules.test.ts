/** Rules of operations that recordings of a real Argo CD show, each on the whole controller. */
import { afterEach, expect, test } from 'vitest';
import {
  application,
  configMap,
  gate,
  openProject,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

let place: ReconcileEnvironment;
let controller: RunningController | undefined;

async function start(): Promise<ReconcileEnvironment> {
  place = await reconcileEnvironment();
  controller = await place.startController();
  return place;
}

afterEach(async () => {
  await controller?.stop();
  await place.close();
});

const HOOK = { 'argocd.argoproj.io/hook': 'PreSync' };

async function operate(operation: object, turns = 6): Promise<void> {
  await place.merge('Application', 'app', { operation }, 'argocd');
  for (let turn = 0; turn < turns; turn += 1) await place.clock.advance(500);
}

test('a hook of one commit that is a resource of the next is applied', async () => {
  await start();
  place.manifests.commit(REPOSITORY, [configMap('a'), configMap('was-hook', HOOK)]);
  await place.apply(application());
  await place.settle();
  await operate({ sync: {} });
  expect(await place.get('ConfigMap', 'was-hook')).toBeDefined();
  place.manifests.commit(REPOSITORY, [configMap('a'), configMap('was-hook')]);
  await operate({ sync: {} });
  const { operationState } = (await place.app()).status ?? {};
  expect(operationState?.syncResult?.resources?.map(({ name, hookType }) => [name, hookType])).toEqual([
    ['a', undefined],
    ['was-hook', undefined],
  ]);
  expect((await place.get('ConfigMap', 'was-hook'))?.metadata.annotations).not.toMatchObject(HOOK);
});

test('where only the destination is refused the result says which commit was not synced', async () => {
  await start();
  const sha = place.manifests.commit(REPOSITORY, [configMap('a')]);
  const project = openProject('default');
  const at = (sourceRepos: readonly string[]) => {
    const spec = { ...project.spec, sourceRepos, destinations: [{ server: '*', namespace: 'elsewhere' }] };
    place.installation.set({ projects: [{ ...project, spec }] });
  };
  at(['*']);
  await place.apply(application());
  await place.settle();
  const ended = async () => {
    await operate({ sync: {} });
    const { phase, message, syncResult } = (await place.app()).status?.operationState ?? {};
    return [phase, message, syncResult?.revision];
  };
  const refused = `InvalidSpecError: application destination server 'https://kubernetes.default.svc' and namespace 'n' do not match any of the allowed destinations in project 'default'`;
  expect(await ended()).toEqual(['Error', refused, sha]);
  // Of a repository that is refused, too, nothing is asked.
  at(['https://git.test/other']);
  const source = `InvalidSpecError: application repo ${REPOSITORY} is not permitted in project 'default'`;
  expect(await ended()).toEqual(['Error', `${refused};${source}`, '']);
});

test('the sources that an operation itself names are the project’s concern, too', async () => {
  await start();
  const OTHER = 'https://git.test/other';
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.commit(OTHER, [configMap('b')]);
  const project = openProject('default');
  place.installation.set({ projects: [{ ...project, spec: { ...project.spec, sourceRepos: [REPOSITORY] } }] });
  await place.apply(application());
  await place.settle();
  await operate({ sync: { source: { repoURL: OTHER, targetRevision: 'main', path: '.' } } });
  expect((await place.app()).status?.operationState).toMatchObject({
    phase: 'Error',
    message: `InvalidSpecError: application repo ${OTHER} is not permitted in project 'default'`,
  });
  expect(await place.list('ConfigMap')).toEqual([]);
});

test('an operation without a sync is an error', async () => {
  await start();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application());
  await place.settle();
  await operate({ info: [{ name: 'a', value: 'b' }] });
  expect((await place.app()).status?.operationState).toMatchObject({
    phase: 'Error',
    message: 'Invalid operation request: no operation specified',
  });
});

test('a back-off that cannot be read ends the operation instead of a retry', async () => {
  await start();
  place.manifests.commit(REPOSITORY, [gate('g', HOOK, { health: 'Degraded' })]);
  await place.apply(application());
  await place.settle();
  await operate({ sync: {}, retry: { limit: 2, backoff: { duration: 'soon' } } });
  const { operationState } = (await place.app()).status ?? {};
  expect(operationState?.phase).toBe('Error');
  expect(operationState?.message).toMatch(/ \(failed to retry: unable to parse soon as a duration\)$/);
});

test('a retry takes the newest revision where the operation names none', async () => {
  await start();
  place.manifests.commit(REPOSITORY, [gate('g', HOOK, { health: 'Degraded' })]);
  await place.apply(application());
  await place.settle();
  await operate({ sync: {}, retry: { limit: 3, backoff: { duration: '20s', factor: 1 } } });
  const fixed = place.manifests.commit(REPOSITORY, [configMap('a')]);
  place.manifests.notice(REPOSITORY);
  for (let turn = 0; turn < 10; turn += 1) await place.clock.advance(5_000);
  expect((await place.app()).status?.operationState).toMatchObject({
    phase: 'Succeeded',
    syncResult: { revision: fixed },
  });
});

test('an Application is deleted once its operation has come to its end', async () => {
  await start();
  place.manifests.commit(REPOSITORY, [gate('g', { 'argocd.argoproj.io/sync-wave': '-1' }), configMap('a')]);
  const app = application();
  const finalizers = ['resources-finalizer.argocd.argoproj.io'];
  await place.apply({ ...app, metadata: { ...app.metadata, finalizers } });
  await place.settle();
  await operate({ sync: {} });
  expect(await place.get('Gate', 'g')).toBeDefined();
  await place.remove('Application', 'app', 'argocd');
  for (let turn = 0; turn < 4; turn += 1) await place.clock.advance(500);
  expect((await place.get('Gate', 'g'))?.metadata.deletionTimestamp).toBeUndefined();
  await place.merge('Gate', 'g', { status: { health: 'Healthy' } });
  for (let turn = 0; turn < 12; turn += 1) await place.clock.advance(500);
  expect(await place.get('Application', 'app', 'argocd')).toBeUndefined();
  expect(await place.list('ConfigMap')).toEqual([]);
});
