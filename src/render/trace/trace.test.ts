import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import type { RenderOutcome, SourceRequest } from '../contract.ts';
import { renderSource } from '../render-source.ts';
import { allHold } from './read.ts';

type Files = TestWorld['files'];

const content = fc.constantFrom(
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
  'apiVersion: v1\nkind: List\nitems: [{kind: A}, {kind: B}]\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {broken: [\n',
  'directory: {recurse: true}\n',
  'directory: {exclude: "*.yml"}\n',
  'no manifest',
);
const link = fc
  .constantFrom('a.yaml', 'sub', '../other/x.yaml', '../../out', 'link.yaml', '..')
  .map((target) => ({ link: target }));
const file = fc.oneof({ weight: 5, arbitrary: content }, { weight: 2, arbitrary: link });
const path = fc.constantFrom(
  'app/a.yaml',
  'app/b.yml',
  'app/link.yaml',
  'app/sub/c.yaml',
  'app/sub/d.json',
  'app/.argocd-source.yaml',
  'app/.argocd-source-guestbook.yaml',
  'app/kustomization.yaml',
  'app/readme.md',
  'other/x.yaml',
  'other/y.yaml',
  'top.yaml',
);
const files: fc.Arbitrary<Files> = fc.dictionary(path, file, { maxKeys: 8, noNullPrototype: true });
const recurse = fc.boolean();

function request(recurses: boolean): SourceRequest {
  return {
    appName: 'guestbook',
    project: 'default',
    namespace: 'prod',
    source: {
      repoURL: 'https://git.example.com/app.git',
      path: 'app',
      ...(recurses ? { directory: { recurse: true } } : {}),
    },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 250,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
}

/** What a render came to, without the questions. */
function resultOf(outcome: RenderOutcome): unknown {
  if (outcome.kind === 'needs') return outcome;
  const { reads: _reads, ...result } = outcome;
  return outcome.kind === 'failed' ? { kind: 'failed', message: outcome.error.message } : result;
}

test('where all recorded answers hold in another tree, a fresh render is equal', () => {
  let reused = 0;
  fc.assert(
    fc.property(
      files,
      fc.array(fc.tuple(path, fc.option(file)), { maxLength: 3 }),
      recurse,
      (before, changes, deep) => {
        const after: Record<string, Files[string]> = { ...before };
        for (const [name, changed] of changes) {
          if (changed === null) delete after[name];
          else after[name] = changed;
        }
        const outcome = renderSource(request(deep), testInputs({ files: before }));
        if (outcome.kind === 'needs') throw new Error('complete inputs leave no needs');
        const there = testInputs({ files: after });
        const holds = allHold(outcome.reads, there);
        if (holds.kind === 'needed' || !holds.value) return;
        reused += 1;
        expect(resultOf(renderSource(request(deep), there))).toEqual(resultOf(outcome));
      },
    ),
    { numRuns: 400 },
  );
  expect(reused).toBeGreaterThan(20);
});

test('a recorded answer that changes is noticed, whichever it is', () => {
  fc.assert(
    fc.property(files, recurse, (world, deep) => {
      const outcome = renderSource(request(deep), testInputs({ files: world }));
      if (outcome.kind === 'needs') throw new Error('complete inputs leave no needs');
      for (const read of outcome.reads) {
        if (read.kind !== 'entry' || (read.mode !== 'file' && read.mode !== 'symlink')) continue;
        const changed = { ...world, [read.path]: 'changed' };
        expect(allHold(outcome.reads, testInputs({ files: changed }))).toEqual({ kind: 'known', value: false });
      }
    }),
  );
});

test('inputs that come bit by bit lead to the same result and the same questions', () => {
  fc.assert(
    fc.property(files, recurse, (world, deep) => {
      const complete = renderSource(request(deep), testInputs({ files: world }));
      const lazy = testInputs({ files: world }, { lazy: true });
      let outcome = renderSource(request(deep), lazy);
      for (let round = 0; outcome.kind === 'needs' && round < 30; round++) {
        lazy.learn(outcome.needs);
        outcome = renderSource(request(deep), lazy);
      }
      expect(resultOf(outcome)).toEqual(resultOf(complete));
      expect(outcome.kind !== 'needs' && outcome.reads).toEqual(complete.kind !== 'needs' && complete.reads);
    }),
  );
});
