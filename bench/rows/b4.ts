/**
 * B4: recorded charts beside the real Helm in the same run: a cold process, the first render of a chart in a process that
 * runs (and has not met it), new values for a chart it knows, and nothing new. The quickest of some runs counts, for both
 * sides. Needs the corpus (TIPHYS_CONFORMANCE) and the oracle.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedEntry, SourceRequest } from '../../src/render/contract.ts';
import { allHold, listingRead } from '../../src/render/trace/read.ts';
import { type CommitTree, commitInputs } from '../../src/services/source/commit-inputs.ts';
import { hashOf, RenderCache, requestKey } from '../../src/services/source/render-cache.ts';
import { type CorpusCase, CorpusRenderer, readCorpus } from '../../src/testkit/helm-corpus.ts';
import { oraclePath } from '../../src/testkit/line-oracle.ts';
import { percentile, rounded } from '../measure.ts';
import type { Measure, Row } from '../row.ts';

/** Processes are slow: so many charts are enough, spread over the corpus. */
const CHARTS = 24;
const COLD = 6;
/** Files whose questions an unchanged source asks again. */
const FILES = 60;

/** How often each side is asked. */
const RUNS = 4;

interface Times {
  readonly peer: number;
  readonly first: number;
  readonly again: number;
}

/** Undefined where corpus or oracle is missing. */
export async function b4(): Promise<Row | undefined> {
  const root = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'helm');
  const helm = oraclePath('helm4');
  if (helm === undefined || !existsSync(join(root, 'index.jsonl'))) return undefined;
  const plain = plainCases(readCorpus(root));
  const cases = spread(plain, 0);
  await warmUp(root, spread(plain, 1));
  const times: Times[] = [];
  for (const one of cases) times.push(await timesOf({ root, helm, one }));
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

/** Default values of charts that render. */
function plainCases(all: readonly CorpusCase[]): readonly CorpusCase[] {
  return all.filter(({ id, error, helm }) => id.endsWith('.default') && error === undefined && helm.length === 2);
}

/** Evenly from the whole corpus; another `start` gives other charts. */
function spread(cases: readonly CorpusCase[], start: number): readonly CorpusCase[] {
  const step = Math.max(2, Math.floor(cases.length / CHARTS));
  return cases.filter((_, index) => index % step === start).slice(0, CHARTS);
}

/** A process that runs has its code compiled; it does not know the charts that are measured. */
async function warmUp(root: string, others: readonly CorpusCase[]): Promise<void> {
  for (const one of [...others, ...others]) {
    new CorpusRenderer(root).render(one, 4);
    await nextTask();
  }
}

/** A server's renders are tasks of their own: between them goes what nobody holds. */
async function nextTask(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

interface Contest {
  readonly root: string;
  readonly helm: string;
  readonly one: CorpusCase;
}

async function timesOf({ root, helm, one }: Contest): Promise<Times> {
  const runs: Times[] = [];
  for (let run = 0; run < RUNS; run++) {
    await nextTask();
    const peer = timed(() => runHelm(helm, root, one));
    const renderer = new CorpusRenderer(root);
    const first = timed(() => renderer.render(one, 4));
    const values = { ...one, flags: [...one.flags, '--set', `global.run=${run}`] };
    renderer.render(values, 4);
    const again = timed(() => renderer.render({ ...values, flags: [...values.flags, '--set', 'global.other=1'] }, 4));
    runs.push({ peer, first, again });
  }
  const best = (of: (run: (typeof runs)[number]) => number): number => rounded(Math.min(...runs.map(of)));
  return {
    peer: best(({ peer }) => peer),
    first: best(({ first }) => first),
    again: best(({ again }) => again),
  };
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
  const files = Array.from({ length: FILES }, (_, index) => {
    return { name: `${index}.yaml`, mode: 'file' as const, oid: hashOf(String(index)) };
  });
  const inputs = commitInputs({ ...folders(files), references: new Map() }, FACTS);
  const reads = [
    listingRead('chart/templates', files),
    ...files.map(({ name, mode, oid }) => ({ kind: 'entry' as const, path: `chart/templates/${name}`, mode, oid })),
  ];
  const cache = new RenderCache(2 ** 20);
  const result = { kind: 'done' as const, sourceType: 'Helm' as const, manifests: [], digest: '' };
  cache.add(requestKey(request), { trees: '', reads, result, bytes: 1 });
  const batch = (): number =>
    timed(() => {
      for (let round = 0; round < ROUNDS; round++) {
        for (const trace of cache.traces(requestKey(request))) {
          const answer = allHold(trace.reads, inputs);
          if (answer.kind !== 'known' || !answer.value) throw new Error('nothing has changed');
        }
      }
    });
  return Math.min(...Array.from({ length: RUNS }, batch)) / ROUNDS;
}

const ROUNDS = 200;
const FACTS = {
  variables: new Map<string, string>(),
  kubeVersion: '1.35.0',
  apiVersions: new Set<string>(),
  moment: { instant: 0, entropy: new Uint8Array(32) },
};

/** `chart/templates` with these files, as the trees of a commit. */
function folders(files: readonly NamedEntry[]): Pick<CommitTree, 'root' | 'object'> {
  const tree = (name: string): NamedEntry => ({ name, mode: 'tree', oid: `id of ${name}` });
  const chart = tree('chart');
  const templates = tree('templates');
  const trees = new Map([
    ['root', new Map([[chart.name, chart]])],
    [chart.oid, new Map([[templates.name, templates]])],
    [templates.oid, new Map(files.map((file) => [file.name, file]))],
  ]);
  return { root: 'root', object: (key) => trees.get(key) };
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
