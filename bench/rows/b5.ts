/**
 * B5: overlays of 1 to 4,000 objects, and fifty overlays on one base, beside the real Kustomize in the same run. A running
 * server builds from files that are in memory; the tool is a process. Needs the oracle.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Built, build, writeResources } from '../../src/render/kustomize/build/build.ts';
import { BaseMemory } from '../../src/render/kustomize/build/shared-base.ts';
import { Folder } from '../../src/render/kustomize/files/folder.ts';
import { sourceFiles } from '../../src/render/kustomize-source/source-files.ts';
import { Questions } from '../../src/render/trace/questions.ts';
import { oraclePath } from '../../src/testkit/line-oracle.ts';
import { testInputs } from '../../src/testkit/render-inputs.ts';
import { percentile, rounded } from '../measure.ts';
import type { Measure, Row } from '../row.ts';

/** How many times faster each size should be. */
const SIZES = [
  { objects: 1, goal: 10 },
  { objects: 100, goal: 10 },
  { objects: 1000, goal: 20 },
  { objects: 4000, goal: 100 },
] as const;
/** The tool is stopped after so long: what it comes to then is a lower bound. */
const LONGEST_PEER = 300_000;
const OVERLAYS = 50;
const SHARED = 200;

type Files = Readonly<Record<string, string>>;

/** Undefined where the oracle is missing. */
export function b5(): Row | undefined {
  const kustomize = oraclePath('kustomize');
  if (kustomize === undefined) return undefined;
  const measures: Measure[] = [];
  const detail: Record<string, number> = {};
  for (const { objects, goal } of SIZES) {
    const files = { ...baseOf(objects), ...overlayNamed('top') };
    const peer = peerMilliseconds(kustomize, files, { paths: ['top'], runs: objects > 100 ? 1 : 3 });
    const ours = ourMilliseconds(files, ['top']);
    measures.push({ name: `${objects} objects`, unit: 'ms', ours, goal: rounded(peer / goal, 2), peer });
    detail[`times faster, ${objects} objects`] = rounded(peer / ours, 1);
    if (peer >= LONGEST_PEER) detail[`peer stopped, ${objects} objects`] = LONGEST_PEER;
  }
  const names = Array.from({ length: OVERLAYS }, (_, index) => `overlay-${index}`);
  const files = Object.assign(baseOf(SHARED), ...names.map(overlayNamed)) as Files;
  const peer = peerMilliseconds(kustomize, files, { paths: names, runs: 1 });
  const ours = ourMilliseconds(files, names);
  const name = `${OVERLAYS} overlays on ${SHARED} objects`;
  measures.push({ name, unit: 'ms', ours, goal: rounded(peer / 10, 1), peer });
  detail[`times faster, ${OVERLAYS} overlays`] = rounded(peer / ours, 1);
  measures.push(memoryMeasure(detail));
  return { row: 'B5', measures, detail };
}

/** Objects of the two builds whose memory is compared, and how much more one object of the larger may take. */
const COMPARED = [2000, 8000] as const;
const MOST_GROWTH = 1.2;

/** Whether memory grows in proportion to the objects: what one of 8,000 takes, over what one of 2,000 takes. */
function memoryMeasure(detail: Record<string, number>): Measure {
  const [few, many] = COMPARED.map(bytesAnObject) as [number, number];
  for (const [index, bytes] of [few, many].entries())
    detail[`bytes an object, of ${COMPARED[index]}`] = Math.round(bytes);
  const name = 'memory of an object, of 8,000 over of 2,000';
  return { name, unit: 'times', ours: rounded(many / few, 2), goal: MOST_GROWTH, counter: true };
}

/** What is held of a build while its objects are, with everything that is remembered of them. */
function bytesAnObject(objects: number): number {
  const inputs = testInputs({ files: { ...baseOf(objects), ...overlayNamed('top') } });
  const options = { helm: false, managedByLabel: false, version: 'v5.8.1' };
  const made = (): Built =>
    build(new Folder(sourceFiles(new Questions(inputs), { restrictsToRoot: true }), 'top'), options);
  made();
  const before = heapInUse();
  const { resources } = made();
  return (heapInUse() - before) / resources.length;
}

/** After everything that nobody holds is gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What the first finds gone may have held something itself.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Half workloads that refer to the other half, which are ConfigMaps. */
function baseOf(objects: number): Files {
  const documents = Array.from({ length: objects }, (_, index) =>
    index % 2 === 0
      ? `apiVersion: apps/v1
kind: Deployment
metadata: {name: web-${index}, labels: {app: web-${index}}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web-${index}}}
  template:
    metadata: {labels: {app: web-${index}}}
    spec:
      containers:
      - name: main
        image: shop/web:1
        envFrom: [{configMapRef: {name: settings-${index + 1}}}]
`
      : `apiVersion: v1
kind: ConfigMap
metadata: {name: settings-${index}}
data: {key: value-${index}, other: "1"}
`,
  );
  return { 'base/kustomization.yaml': 'resources: [all.yaml]\n', 'base/all.yaml': documents.join('---\n') };
}

function overlayNamed(name: string): Files {
  return {
    [`${name}/kustomization.yaml`]: `resources: [../base]
namePrefix: ${name}-
namespace: shop
images: [{name: shop/web, newTag: "2"}]
labels: [{pairs: {env: ${name}}, includeTemplates: true}]
configMapGenerator: [{name: made, literals: [a=1]}]
patches:
- target: {kind: Deployment, name: web-0}
  patch: '- {op: replace, path: /spec/replicas, value: 3}'
`,
  };
}

interface Peer {
  readonly paths: readonly string[];
  /** Large builds of the tool take minutes: one has to do. */
  readonly runs: 1 | 3;
}

/** The best of the runs: what the machine does besides only adds. */
function peerMilliseconds(kustomize: string, files: Files, { paths, runs }: Peer): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-kustomize-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const rounds = runs === 1 ? [0] : [0, 1, 2];
    return rounded(Math.min(...rounds.map(() => timed(() => runEach(kustomize, folder, paths)))), 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runEach(kustomize: string, folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    const run = spawnSync(kustomize, ['build', join(folder, path)], {
      stdio: 'ignore',
      env: {},
      timeout: LONGEST_PEER,
    });
    const isStopped = run.error !== undefined || run.signal !== null;
    if (run.status !== 0 && !isStopped) throw new Error(`kustomize build ended with status ${run.status}`);
  }
}

function ourMilliseconds(files: Files, paths: readonly string[]): number {
  const inputs = testInputs({ files });
  const run = (): void => {
    // What overlays have in common is kept from build to build, but not from run to run.
    const options = { helm: false, managedByLabel: false, version: 'v5.8.1', bases: new BaseMemory(64 * 1024 * 1024) };
    for (const path of paths) {
      const folder = new Folder(sourceFiles(new Questions(inputs), { restrictsToRoot: true }), path);
      writeResources(build(folder, options).resources);
    }
  };
  // A running server has built before: small builds are measured when their code is warm.
  const isSmall = (files['base/all.yaml'] ?? '').length < 50_000 && paths.length === 1;
  for (let round = 0; round < (isSmall ? 30 : 1); round++) run();
  return rounded(
    percentile(
      [0, 1, 2, 3, 4].map(() => timed(run)),
      50,
    ),
    2,
  );
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
