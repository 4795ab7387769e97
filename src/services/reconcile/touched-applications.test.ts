import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import type { SourceBasis } from '../../ports/manifest-service.ts';
import { application } from '../../testkit/reconcile-environment.ts';
import { type AppState, newAppState } from './app-state.ts';
import { viewOf } from './application-view.ts';
import type { Rendered } from './render.ts';
import { tellTouched } from './touched-applications.ts';

const BASIS: SourceBasis = [{ path: 'one', mode: 'tree', oid: 'a' }];

function rendered(more: object = {}): Rendered {
  const made = { manifests: [], revisions: ['r'], sourceTypes: ['Directory'], digest: 'd', problems: [] };
  return { kind: 'rendered', ...made, basis: BASIS, ...more };
}

/** An Application with nothing to be done. */
function resting(more: Partial<AppState> = {}, spec: object = {}, status: object = {}): AppState {
  const view = viewOf({ ...application(spec), status } as never, 'argocd');
  const comparison = { status: 'Synced' } as never;
  return { ...newAppState(view), wanted: 'none', rendered: rendered(), reportedDigest: 'd', comparison, ...more };
}

const RUNNING = { operationState: { phase: 'Running', operation: {} } };
const SOURCES = { source: undefined, sources: [{ repoURL: 'a' }, { repoURL: 'b' }] };

test.each<[string, AppState, boolean, boolean]>([
  ['what it is made of stands: nothing is done', resting(), true, false],
  ['it does not stand', resting(), false, true],
  ['another push was noted already', resting({ wanted: 'moved' }), true, false],
  ['a live change waits to be looked at', resting({ wanted: 'live' }), true, true],
  ['not rendered yet', resting({ rendered: undefined }), true, true],
  ['made of more than files', resting({ rendered: rendered({ basis: undefined }) }), true, true],
  ['rendered and not reported', resting({ reportedDigest: 'e' }), true, true],
  ['not compared yet', resting({ comparison: undefined }), true, true],
  [
    'out of sync: automation may try a new commit',
    resting({ comparison: { status: 'OutOfSync' } as never }),
    true,
    true,
  ],
  ['an operation runs', resting({}, {}, RUNNING), true, true],
  ['its repository failed', resting({ failingSince: 1 }), true, true],
  ['the status is owed something', resting({ mustReport: true }), true, true],
  ['of several sources', resting({}, SOURCES), true, true],
])('%s', async (_reason, state, stands, isTouched) => {
  const told: string[] = [];
  const before = state.wanted;
  const manifests = { stand: async (_: unknown, __: string, bases: readonly unknown[]) => bases.map(() => stands) };
  await tellTouched({ manifests, isBusy: () => false, onTouched: (key) => told.push(key) }, [['app', state]]);
  expect([told, state.wanted]).toEqual(isTouched ? [['app'], before] : [[], 'moved']);
});

test('one question for each target, whoever follows it; a target that does not answer holds up none of another', async () => {
  const asked: unknown[] = [];
  const told: string[] = [];
  const slow = Promise.withResolvers<readonly boolean[]>();
  const stand = async ({ targetRevision }: ApplicationSource, project: string, bases: readonly SourceBasis[]) => {
    asked.push([targetRevision, project, bases.length]);
    return targetRevision === 'slow' ? await slow.promise : [false, true];
  };
  const source = { repoURL: 'https://git.example.com/app.git', path: '.' };
  const main = { source: { ...source, targetRevision: 'main' } };
  const apps: (readonly [string, AppState])[] = [
    ['s', resting({}, { source: { ...source, targetRevision: 'slow' } })],
    ['a', resting({}, main)],
    ['b', resting({}, { source: { ...main.source, path: 'other' } })],
  ];
  const done = tellTouched({ manifests: { stand }, isBusy: () => false, onTouched: (key) => told.push(key) }, apps);
  await new Promise((resolve) => setImmediate(resolve));
  expect([asked, told]).toEqual([
    [
      ['slow', 'default', 1],
      ['main', 'default', 2],
    ],
    ['a'],
  ]);
  slow.reject(new AppError({ code: 'git.timeout', kind: 'transient', message: 'slow' }));
  await done;
  // What cannot be judged is looked at: the pass finds out why.
  expect(told).toEqual(['a', 's']);
});

test('what is rendered, or begins to be, while the question is asked, is looked at again', async () => {
  const [one, two, three] = [resting(), resting(), resting()];
  const told: string[] = [];
  let isBusy = false;
  const stand = async () => {
    one.rendered = rendered({ revisions: ['s'] });
    isBusy = true;
    return [true, true];
  };
  const apps: (readonly [string, AppState])[] = [
    ['one', one],
    ['two', two],
    ['three', three],
  ];
  const busy = (key: string): boolean => key === 'three' || (key === 'two' && isBusy);
  await tellTouched({ manifests: { stand }, isBusy: busy, onTouched: (key) => told.push(key) }, apps);
  expect(told).toEqual(['three', 'one', 'two']);
});
