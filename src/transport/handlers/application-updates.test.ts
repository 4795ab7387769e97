/** Update, UpdateSpec and Patch over REST: what is stored, told and refused. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiEnvironment, apiEnvironment } from '../../testkit/api-environment.ts';

const PATH = '/api/v1/applications/web';
const SPEC = {
  project: 'default',
  source: { repoURL: 'https://git.test/app', path: '.' },
  destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
};

let place: ApiEnvironment;
beforeAll(async () => {
  place = await apiEnvironment();
  const metadata = { name: 'web', namespace: 'argocd', labels: { a: 'b' } };
  await place.store({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: SPEC });
});
afterAll(async () => {
  expect(place.defects).toEqual([]);
  await place[Symbol.asyncDispose]();
});

async function send(method: 'PUT' | 'PATCH', path: string, body: unknown, user = 'admin') {
  const answer = await place.ask(method, path, { user, body: JSON.stringify(body) });
  return { status: answer.status, body: JSON.parse(answer.body) };
}

let known = 0;

/** What was told since it was asked for the last time. */
function told(): readonly unknown[] {
  const fresh = place.events.events.slice(known);
  known += fresh.length;
  return fresh.map(({ reason, message }) => [reason, message]);
}

test('a specification takes the place of the one before, and is told', async () => {
  const spec = { ...SPEC, source: { ...SPEC.source, path: 'new' } };
  expect(await send('PUT', `${PATH}/spec?validate=false`, spec)).toEqual({ status: 200, body: spec });
  expect(told()).toEqual([['ResourceUpdated', 'admin updated application spec']]);
});

test('an Application is stored with its labels', async () => {
  const wish = { metadata: { name: 'web', namespace: 'argocd', labels: { c: 'd' } }, spec: SPEC };
  const { status, body } = await send('PUT', `${PATH}?validate=false`, wish);
  expect([status, body.metadata.labels, body.spec, told().length]).toEqual([200, { c: 'd' }, SPEC, 1]);
});

test('a patch changes what it names; one that is none changes nothing', async () => {
  const patch = (text: string, patchType = 'merge') => send('PATCH', PATH, { name: 'web', patchType, patch: text });
  const both = await patch('{"metadata":{"labels":{"a":null,"e":"f"}},"spec":{"source":{"path":"x"}}}');
  // The repository is asked for, as always with a patch.
  expect([both.status, both.body.message]).toEqual([400, expect.stringContaining('repository not accessible')]);
  const [broken, unknown] = [await patch('{'), await patch('{}', 'other')];
  expect([broken.status === 200, unknown.status === 200, told()]).toEqual([false, false, []]);
});

test('who may not update is refused, and who may not create in the new project too', async () => {
  expect((await send('PUT', `${PATH}/spec?validate=false`, SPEC, 'bob')).status).toBe(403);
  expect((await send('PUT', `${PATH}/spec?validate=false`, { ...SPEC, project: 'team-a' }, 'alice')).status).toBe(403);
  expect(told()).toEqual([]);
});

test('a destination that is left out is an empty one', async () => {
  const { destination: _, ...spec } = SPEC;
  const { status, body } = await send('PUT', `${PATH}/spec?validate=false`, spec);
  expect([status === 200, body.message]).toEqual([false, expect.stringContaining('destination')]);
});
