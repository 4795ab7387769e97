/**
 * B4: recorded charts beside the real Helm in the same run: a cold process, the first render of a chart in a process that
 * runs, new values for a chart it knows, and nothing new. Needs the corpus (TIPHYS_CONFORMANCE) and the oracle.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceRequest } from '../../src/render/contract.ts';
import { allHold } from '../../src/render/trace/read.ts';
import { RenderCache, requestKey } from '../../src/services/source/render-cache.ts';
import { type CorpusCase, CorpusRenderer, readCorpus } from '../../src/testkit/helm-corpus.ts';
import { oraclePath } from '../../src/testkit/line-oracle.ts';
import { testInputs } from '../../src/testkit/render-inputs.ts';
import { percentile, rounded } from '../measure.ts';
import type { Measure, Row } from '../row.ts';

/** Processes are slow: so many charts are enough, spread over the corpus. */
const CHARTS = 24;
const COLD = 6;
/** Files whose questions an unchanged source asks again. */
const FILES = 60;

interface Times {
  readonly peer: number;
  readonly first: number;
  readonly again: number;
}

/** Undefined where corpus or oracle is missing. */
export function b4(): Row | undefined {
  const root = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'helm');
  const helm = oraclePath('helm4');
  if (helm === undefined || !existsSync(join(root, 'index.jsonl'))) return undefined;
  const cases = chosenCases(readCorpus(root));
  warmUp(root, cases);
  const times = cases.map((one) => timesOf({ root, helm, one }));
  const cold = cases.slice(0, COLD).map((one) => timed(() => runOurs(root, one)));
  const ratios = (ours: (times: Times) => number): number =>
    rounded(
      percentile(
        times.map((one) => one.peer / ours(one)),
        50,
      ),
      1,
    );
  const median = (of: (times: Times) => number): number => rounded(percentile(times.map(of), 50), 2);
  const unchanged = rounded(unchangedMilliseconds(), 4);
  const peer = median(({ peer }) => peer);
  const measures: Measure[] = [
    { name: 'helm template, a process', unit: 'ms', ours: peer },
    { name: 'our process', unit: 'ms', ours: rounded(percentile(cold, 50), 1) },
    { name: 'first render', unit: 'ms', ours: median(({ first }) => first), goal: rounded(peer / 4, 1) },
    { name: 'new values', unit: 'ms', ours: median(({ again }) => again), goal: rounded(peer / 20, 1) },
    { name: 'unchanged', unit: 'ms', ours: unchanged, goal: rounded(peer / 1000, 3) },
  ];
  const detail = {
    firstTimesFaster: ratios(({ first }) => first),
    newValuesTimesFaster: ratios(({ again }) => again),
    unchangedTimesFaster: rounded(peer / unchanged, 0),
    charts: Object.fromEntries(cases.map(({ id }, index) => [id, times[index]])),
  };
  return { row: 'B4', measures, detail };
}

/** Default values of charts that render, evenly from the whole corpus. */
function chosenCases(all: readonly CorpusCase[]): readonly CorpusCase[] {
  const plain = all.filter(
    ({ id, error, helm }) => id.endsWith('.default') && error === undefined && helm.length === 2,
  );
  const step = Math.max(1, Math.floor(plain.length / CHARTS));
  return plain.filter((_, index) => index % step === 0).slice(0, CHARTS);
}

/** A process that runs has its code compiled; it does not know these charts. */
function warmUp(root: string, cases: readonly CorpusCase[]): void {
  for (let round = 0; round < 2; round++) {
    const renderer = new CorpusRenderer(root);
    for (const one of cases) renderer.render(one, 4);
  }
}

function timesOf({ root, helm, one }: { root: string; helm: string; one: CorpusCase }): Times {
  const peer = Math.min(...[0, 1, 2].map(() => timed(() => runHelm(helm, root, one))));
  const renderer = new CorpusRenderer(root);
  const first = timed(() => renderer.render(one, 4));
  const again = [0, 1, 2, 3, 4].map((run) =>
    timed(() => renderer.render({ ...one, flags: [...one.flags, '--set', `global.run=${run}`] }, 4)),
  );
  return { peer: rounded(peer), first: rounded(first), again: rounded(percentile(again, 50)) };
}

function runHelm(helm: string, root: string, one: CorpusCase): void {
  execFileSync(helm, ['template', one.release, join(root, one.archive), ...one.flags], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, KUBECONFIG: '/dev/null' },
  });
}

function runOurs(root: string, one: CorpusCase): void {
  const program = join(import.meta.dirname, '../../bin/tiphys');
  const argv = ['render', 'helm', one.release, join(root, one.archive), ...one.flags];
  execFileSync(program, argv, { stdio: ['ignore', 'ignore', 'ignore'] });
}

/** What a refresh of an unchanged source takes: its key, the recorded trace, and whether every answer still holds. */
function unchangedMilliseconds(): number {
  const request: SourceRequest = {
    appName: 'shop',
    project: 'default',
    namespace: 'demo',
    source: { repoURL: 'https://git.example.com/charts.git', path: 'chart', helm: { valueFiles: ['values.yaml'] } },
    references: [],
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: [],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
  const files = Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [`chart/templates/${index}.yaml`, 'a: b']),
  );
  const inputs = testInputs({ files });
  const listing = inputs.listing('chart/templates');
  if (listing.kind !== 'known') throw new Error('the tree is complete');
  const reads = (listing.value ?? []).map(({ name, mode, oid }) => {
    return { kind: 'entry' as const, path: `chart/templates/${name}`, mode, oid };
  });
  const cache = new RenderCache(2 ** 20);
  const result = { kind: 'done' as const, sourceType: 'Helm' as const, manifests: [], digest: '' };
  cache.add(requestKey(request), { trees: '', reads, result, bytes: 1 });
  const rounds = 200;
  const all = timed(() => {
    for (let round = 0; round < rounds; round++) {
      for (const trace of cache.traces(requestKey(request))) allHold(trace.reads, inputs);
    }
  });
  return all / rounds;
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
