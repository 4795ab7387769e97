import { expect, test } from 'vitest';
import type { Application } from '../api/application/fields.ts';
import { methodKey } from '../api/methods/method.ts';
import { METHODS } from '../api/methods/table.ts';
import { AppError } from '../base/errors.ts';
import type { JsonObject } from '../base/json-value.ts';
import type { Identity } from '../services/accounts/index.ts';
import { createDispatch, type Handler, type HandlerContext } from './dispatch.ts';

const alice: Identity = { issuer: 'argocd', subject: 'alice', groups: [], claims: {}, session: '', issuedAt: 0 };
const stored = { metadata: { name: 'web', namespace: 'argocd' }, spec: { project: 'team' } } as unknown as Application;

interface World {
  /** `applications get team/web`, as granted. */
  readonly grants?: readonly string[];
  readonly identity?: Identity | undefined;
  readonly handler?: Handler;
}

function world({ grants = [], handler = async () => 'done' }: World) {
  let time = 0;
  const dispatch = createDispatch({
    handlers: Object.fromEntries(METHODS.map((method) => [methodKey(method), handler])),
    enforce: (_identity, resource, action, object) => grants.includes(`${resource} ${action} ${object}`),
    findApplication: (namespace, name) => (namespace === 'argocd' && name === 'web' ? stored : undefined),
    namespace: 'argocd',
    monotonic: () => time,
  });
  return { dispatch, pass: (milliseconds: number) => (time += milliseconds) };
}

async function outcome(key: string, request: JsonObject, options: World): Promise<string> {
  const method = METHODS.find((row) => methodKey(row) === key);
  if (!method) throw new Error(`no method ${key}`);
  const { dispatch } = world(options);
  const identity = 'identity' in options ? options.identity : alice;
  try {
    await dispatch({ method, request, identify: () => identity, signal: new AbortController().signal });
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.message : String(error);
  }
}

test.each(METHODS.filter(({ permission }) => permission.kind !== 'public').map((method) => [methodKey(method)]))(
  '%s refuses who is not logged in, before its handler runs',
  async (key) => {
    let ran = false;
    const handler: Handler = async () => {
      ran = true;
    };
    expect(await outcome(key, { name: 'web', applicationName: 'web' }, { identity: undefined, handler })).toBe(
      'no session information',
    );
    expect(ran).toBe(false);
  },
);

test.each(
  METHODS.filter(({ permission }) => permission.kind === 'application' || permission.kind === 'object').map(
    (method) => [methodKey(method)],
  ),
)('%s refuses who has no right, before its handler runs', async (key) => {
  let ran = false;
  const handler: Handler = async () => {
    ran = true;
  };
  expect(await outcome(key, { name: 'web', applicationName: 'web' }, { handler })).toMatch(/^permission denied/);
  expect(ran).toBe(false);
});

const GET = 'application.ApplicationService/Get';
const DELETE = 'application.ApplicationService/Delete';

const cases: readonly { name: string; key?: string; request: JsonObject; grants: string[]; answer: string }[] = [
  { name: 'who may get it gets it', request: { name: 'web' }, grants: ['applications get team/web'], answer: 'done' },
  {
    name: 'a missing one looks forbidden',
    request: { name: 'nothing' },
    grants: ['applications get team/web'],
    answer: 'permission denied',
  },
  {
    name: 'who names a project it may see learns that it is missing',
    request: { name: 'nothing', project: ['team'] },
    grants: ['applications get team/nothing'],
    answer: 'applications.argoproj.io "nothing" not found',
  },
  {
    name: 'a wrong project is a missing application',
    request: { name: 'web', project: ['other'] },
    grants: ['applications get other/web', 'applications get team/web'],
    answer: 'applications.argoproj.io "web" not found',
  },
  {
    name: 'who may see it is told which right lacks',
    key: DELETE,
    request: { name: 'web' },
    grants: ['applications get team/web'],
    answer: 'permission denied: applications, delete, team/web, sub: alice, iat: 1970-01-01T00:00:00Z',
  },
  {
    name: 'another namespace has another object',
    request: { name: 'web', appNamespace: 'elsewhere' },
    grants: ['applications get team/web'],
    answer: 'permission denied',
  },
];

test.each(cases)('$name', async ({ key = GET, request, grants, answer }) => {
  expect(await outcome(key, request, { grants })).toBe(answer);
});

test('a method without a handler is not served', async () => {
  const { dispatch } = world({});
  const method = METHODS.find(({ name }) => name === 'Version');
  if (!method) throw new Error('no Version');
  const empty = createDispatch({
    handlers: {},
    enforce: () => true,
    findApplication: () => undefined,
    namespace: '',
    monotonic: () => 0,
  });
  const call = { method, request: {}, identify: () => undefined, signal: new AbortController().signal };
  await expect(empty(call)).rejects.toThrow('version.VersionService/Version is not served');
  expect((await dispatch(call)).kind).toBe('value');
});

test('a long stream ends when the right is gone', async () => {
  const grants = ['applications get team/web'];
  async function* messages(): AsyncIterable<number> {
    yield 1;
    pass(11_000);
    yield 2;
    grants.length = 0;
    pass(11_000);
    yield 3;
  }
  const { dispatch, pass } = world({ grants, handler: (_context: HandlerContext) => messages() });
  const method = METHODS.find(({ name }) => name === 'WatchResourceTree');
  if (!method) throw new Error('no WatchResourceTree');
  const call = {
    method,
    request: { applicationName: 'web' },
    identify: () => alice,
    signal: new AbortController().signal,
  };
  const reply = await dispatch(call);
  const seen: unknown[] = [];
  const reading = (async () => {
    if (reply.kind === 'stream') for await (const message of reply.messages) seen.push(message);
  })();
  await expect(reading).rejects.toThrow('permission denied');
  expect(seen).toEqual([1, 2]);
});
