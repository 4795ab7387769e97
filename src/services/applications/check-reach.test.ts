/** What the server answers to Applications whose sources it cannot use: over its API, repositories on a real Git server. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGitCli } from '../../adapters/git-cli/git-cli.ts';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import { type ApiEnvironment, apiEnvironment } from '../../testkit/api-environment.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { type GitEnvironment, gitEnvironment } from '../../testkit/git-environment.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { checkReach, REACH_LIMIT, type ReachDependencies } from './check-reach.ts';

const PATH = '/api/v1/applications';
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

let git: GitEnvironment;
let api: ApiEnvironment;
let url: string;
const closing = new AsyncDisposableStack();
beforeAll(async () => {
  const password = new Secret('right');
  git = closing.use(
    await gitEnvironment({ readCredentials: (name) => (name === 'locked' ? { username: 'u', password } : undefined) }),
  );
  const folder = closing.use(await temporaryFolder());
  const port = await createGitCli({ cacheFolder: join(folder.path, 'mirrors') });
  closing.defer(() => port.close());
  api = closing.use(await apiEnvironment(undefined, port));
  const repository = await git.createTestRepository('app');
  await repository.commit({
    files: { 'good/a.yaml': MAP, 'bad/a.yaml': `${MAP}data: [`, 'chart/Chart.yaml': 'name: c\n' },
  });
  await git.createTestRepository('locked');
  url = repository.url;
});
afterAll(async () => {
  expect(api.defects).toEqual([]);
  await closing.disposeAsync();
});

let made = 0;

function application(spec: object, name = `app-${++made}`) {
  const destination = { server: 'https://kubernetes.default.svc', namespace: 'n' };
  return { metadata: { name }, spec: { project: 'default', destination, ...spec } };
}

async function send(method: string, path: string, body: object) {
  const answer = await api.ask(method, path, { user: 'admin', body: JSON.stringify(body) });
  return { status: answer.status, message: String(JSON.parse(answer.body).message ?? '') };
}

const unable = (path: string): string => `Unable to generate manifests in ${path}: rpc error: code = `;

test.each([
  ['a folder with manifests', { path: 'good' }, ''],
  ['no such folder', { path: 'none' }, `${unable('none')}Unknown desc = none: app path does not exist`],
  [
    'no such revision',
    { path: 'good', targetRevision: 'gone' },
    `${unable('good')}Unknown desc = unable to resolve 'gone' to a commit SHA: revision not found`,
  ],
])('created: %s', async (_reason, source, problem) => {
  const { metadata, spec } = application({ source: { repoURL: url, ...source } });
  const message = `application spec for ${metadata.name} is invalid: InvalidSpecError: ${problem}`;
  const refusal = problem === '' ? { status: 200, message: '' } : { status: 400, message };
  expect(await send('POST', PATH, { metadata, spec })).toEqual(refusal);
});

test('a file that cannot be read', async () => {
  const { message } = await send('POST', PATH, application({ source: { repoURL: url, path: 'bad' } }, 'broken'));
  expect(message).toMatch(
    /^application spec for broken is invalid: InvalidSpecError: Unable to generate manifests in bad: rpc error: code = FailedPrecondition desc = .*a\.yaml/,
  );
});

test('every source that cannot be used is named; one that only lends files can be', async () => {
  const sources = [{ repoURL: url, ref: 'values' }, ...['one', 'good', 'two'].map((path) => ({ repoURL: url, path }))];
  expect(await send('POST', PATH, application({ sources }, 'several'))).toEqual({
    status: 400,
    message: `application spec for several is invalid: ${['one', 'two']
      .map((path) => `InvalidSpecError: ${unable(path)}Unknown desc = ${path}: app path does not exist`)
      .join(';')}`,
  });
});

test.each([
  ['there is none', 'missing', ''],
  ['it wants credentials', 'locked', ''],
  ['it wants others than its URL holds', 'locked', 'someone:CANARY-password@'],
])('a repository that cannot be reached: %s', async (_reason, name, user) => {
  const plain = git.server.urlOf(name);
  const repoURL = plain.replace('://', `://${user}`);
  const { status, message } = await send('POST', PATH, application({ source: { repoURL, path: '.' } }, 'far'));
  expect(status).toBe(400);
  const named = `&Repository{Repo: ${JSON.stringify(plain)}, Type: "", Name: "", Project: ""}`;
  expect(
    message.startsWith(
      `application spec for far is invalid: InvalidSpecError: repository not accessible: repositories not accessible: ${named}: repo client error while testing repository: rpc error: code = Unknown desc = error testing repository connectivity: `,
    ),
  ).toBe(true);
  expect(message).not.toContain('CANARY');
});

test('nothing is looked at where it is said so, in every call', async () => {
  const source = { repoURL: git.server.urlOf('missing'), path: '.' };
  const { metadata, spec } = application({ source }, 'unseen');
  expect(await send('POST', `${PATH}?validate=false`, { metadata, spec })).toEqual({ status: 200, message: '' });
  const changed = { ...spec, source: { ...source, path: 'other' } };
  const ways = [
    ['PUT', `${PATH}/unseen`, { metadata, spec: changed }],
    ['PUT', `${PATH}/unseen/spec`, changed],
  ] as const;
  for (const [method, path, body] of ways) {
    expect((await send(method, path, body)).message).toContain('InvalidSpecError: repository not accessible: ');
    expect(await send(method, `${path}?validate=false`, body)).toEqual({ status: 200, message: '' });
  }
  const patch = { name: 'unseen', patchType: 'merge', patch: '{"spec":{"source":{"path":"x"}}}' };
  expect((await send('PATCH', `${PATH}/unseen`, patch)).message).toContain('repository not accessible');
});

test('a repository that the project does not permit is not asked', async () => {
  const asked = createServer((socket) => socket.end());
  let connections = 0;
  asked.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => asked.listen(0, '127.0.0.1', resolve));
  const address = asked.address();
  const repoURL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/x`;
  const projects = [...api.installation.current().projects.values()];
  const narrow = { ...projects[0], metadata: { name: 'narrow' }, spec: { sourceRepos: [url], destinations: [] } };
  api.installation.set({ ...api.installation.current().settings, projects: [...projects, narrow as never] });
  const spec = { project: 'narrow', source: { repoURL, path: '.' } };
  expect((await send('POST', PATH, application(spec))).message).toContain("is not permitted in project 'narrow'");
  expect(connections).toBe(0);
  asked.close();
});

test('a repository that never answers is given up after a time, and one that leaves at once', async () => {
  const clock = new FakeClock();
  const deps = { ...stillDependencies(), clock };
  const app = { ...application({ source: { repoURL: 'https://git.test/a', path: '.' } }, 'slow') } as never;
  const waiting = checkReach(deps, app, new AbortController().signal).catch((error: unknown) => error);
  await clock.advance(REACH_LIMIT);
  const error = await waiting;
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({
    code: 'api.deadline',
    kind: 'transient',
    message:
      'unable to test repository &Repository{Repo: "https://git.test/a", Type: "", Name: "", Project: ""}: repo client error while testing repository: rpc error: code = DeadlineExceeded desc = context deadline exceeded',
  });
  await expect(checkReach(deps, app, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
});

/** Nothing but a repository that takes connections and says nothing. */
function stillDependencies(): Omit<ReachDependencies, 'clock'> {
  const probe = (): Promise<never> => Promise.withResolvers<never>().promise;
  return { installation: api.installation, probe } as never;
}
