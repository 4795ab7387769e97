/** Rollback and the end of operations over the API: who may, what is written, who is told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { type ApiEnvironment, apiEnvironment, RECORDED_SETTINGS } from '../testkit/api-environment.ts';

const SOURCE = { repoURL: 'https://git.test/app', path: '.', targetRevision: 'main' };
const APPLICATIONS = { group: 'argoproj.io', version: 'v1alpha1', plural: 'applications', namespaced: true };

let place: ApiEnvironment;
beforeEach(async () => {
  place = await apiEnvironment();
});
afterEach(async () => {
  expect(place.defects).toEqual([]);
  await place[Symbol.asyncDispose]();
});

function application(status: object): KubeObject {
  const destination = { server: 'https://kubernetes.default.svc', namespace: 'n' };
  const history = [{ id: 3, revision: 'c3', source: SOURCE, deployedAt: '2024-05-01T10:00:00Z' }];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: { project: 'team-a', source: { ...SOURCE, path: 'new' }, destination },
    status: { history, ...status },
  };
}

async function call(method: string, path: string, options: { readonly user: string; readonly body?: object }) {
  const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) };
  const answer = await place.ask(method, `/api/v1/applications/web${path}`, { user: options.user, ...body });
  const { code, message } = JSON.parse(answer.body) as { readonly code?: number; readonly message?: string };
  return { status: answer.status, code, message };
}

async function stored(): Promise<KubeObject | undefined> {
  return await place.kube.get({ type: APPLICATIONS, namespace: 'argocd', name: 'web' });
}

test('a rollback is written for the controller and told', async () => {
  await place.store(application({}));
  expect(await call('POST', '/rollback', { user: 'alice', body: { id: 3, prune: true } })).toMatchObject({
    status: 200,
  });
  const sync = { revision: 'c3', prune: true, source: SOURCE, syncStrategy: { apply: {} } };
  expect((await stored())?.['operation']).toEqual({ initiatedBy: { username: 'alice' }, sync });
  expect(place.events.events.map(({ reason, message }) => [reason, message])).toEqual([
    ['OperationStarted', 'alice initiated rollback to 3'],
  ]);
});

test('its id must be there', async () => {
  await place.store(application({}));
  const message = 'grpc: error while marshaling: proto: required field "id" not set';
  expect(await call('POST', '/rollback', { user: 'alice', body: {} })).toEqual({ status: 500, code: 13, message });
});

test('it needs a permission of its own where the installation says so', async () => {
  const cm = { ...RECORDED_SETTINGS.cm, 'server.rbac.rollback.enforce.enable': 'true' };
  place.installation.set({ ...RECORDED_SETTINGS, cm });
  await place.store(application({}));
  expect(await call('POST', '/rollback', { user: 'alice', body: { id: 3 } })).toMatchObject({
    status: 403,
    message: expect.stringMatching(/^permission denied: applications, rollback, team-a\/web, sub: alice/),
  });
  expect((await call('POST', '/rollback', { user: 'admin', body: { id: 3 } })).status).toBe(200);
});

const STARTED = { operation: {}, startedAt: '2024-05-01T10:00:00Z' };

test('what runs is asked to end', async () => {
  await place.store(application({ operationState: { ...STARTED, phase: 'Running' } }));
  expect((await call('DELETE', '/operation', { user: 'alice' })).status).toBe(200);
  expect((await stored())?.['status']).toMatchObject({ operationState: { phase: 'Terminating' } });
});

test('where nothing runs, that is said', async () => {
  await place.store(application({ operationState: { ...STARTED, phase: 'Succeeded' } }));
  expect(await call('DELETE', '/operation', { user: 'alice' })).toEqual({
    status: 400,
    code: 3,
    message: 'Unable to terminate operation. No operation is in progress',
  });
});
