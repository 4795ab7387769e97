/**
 * B6: comparing 100,000 objects, desired and live, under twenty ignore rules: all of them once, and what one change of a live
 * object costs among ten and among all. Nothing but the comparison: objects are in memory. No figure of the peer is known.
 */
import type { JsonObject } from '../../src/base/json-value.ts';
import {
  type ApplicationComparison,
  type ApplicationContext,
  compareApplication,
} from '../../src/engine/compare/application/compare-application.ts';
import type { ObjectComparison } from '../../src/engine/compare/compare-object.ts';
import { DEFAULT_COMPARE_OPTIONS } from '../../src/engine/compare/compare-options.ts';
import { type KubeObject, keyOf, keyText } from '../../src/kube/object/kube-object.ts';
import { openProject } from '../../src/testkit/reconcile-environment.ts';
import { percentile, rounded } from '../measure.ts';
import type { Row } from '../row.ts';

const APPLICATIONS = 10_000;
const OBJECTS = 10;
const RULES = 20;
const EVENTS = 2_000;
const FULL_GOAL = 0.4;
const EVENT_GOAL = 20;
const SERVER = 'https://kubernetes.default.svc';

interface Sides {
  readonly targets: readonly KubeObject[];
  readonly live: readonly KubeObject[];
}

export function b6(): Row {
  const sides = Array.from({ length: APPLICATIONS }, (_, app) => sidesOf(app));
  const memory = new Map<KubeObject, ObjectComparison>();
  const contexts = sides.map((_, app) => contextOf(app, memory));
  // The first few thousand make the compiler's acquaintance.
  for (let app = 0; app < 500; app += 1) compareOne(sides[app], contexts[app]);
  const earlier: ApplicationComparison[] = [];
  const started = cpuMicroseconds();
  let different = 0;
  for (const [app, one] of sides.entries()) {
    const found = compareOne(one, contexts[app]);
    const { resources } = found;
    earlier.push(found);
    different += resources.filter(({ comparison }) => comparison.modified).length;
    for (const { live, comparison } of resources) if (live !== undefined) memory.set(live, comparison);
  }
  const full = (cpuMicroseconds() - started) / 1e6;
  const times = Array.from({ length: EVENTS }, (_, event) => oneEvent({ sides, contexts, earlier }, event));
  return {
    row: 'B6',
    measures: [
      { name: '100,000 objects once, CPU', unit: 's', ours: rounded(full, 2), goal: FULL_GOAL },
      { name: 'one object of them', unit: 'µs', ours: rounded((full * 1e6) / APPLICATIONS / OBJECTS, 1) },
      { name: 'one event, p50', unit: 'µs', ours: rounded(percentile(times, 50), 1), goal: EVENT_GOAL },
      { name: 'one event, p99', unit: 'µs', ours: rounded(percentile(times, 99), 1) },
      { name: 'differences found wrongly', unit: '', ours: different, goal: 0, counter: true },
    ],
    detail: { objects: APPLICATIONS * OBJECTS, rules: RULES, events: EVENTS },
  };
}

function compareOne(one: Sides | undefined, context: ApplicationContext | undefined) {
  if (one === undefined || context === undefined) throw new Error('there is no such application');
  return compareApplication(one, context);
}

interface Compared {
  readonly sides: readonly Sides[];
  readonly contexts: readonly ApplicationContext[];
  readonly earlier: readonly ApplicationComparison[];
}

/** Microseconds of the look at an application of which one live object has a new version; the others serve on, as in the controller. */
function oneEvent({ sides, contexts, earlier }: Compared, event: number): number {
  const app = (event * 7) % APPLICATIONS;
  const { targets = [], live = [] } = sides[app] ?? {};
  const [context, before] = [contexts[app], earlier[app]];
  const changed = live.map((object, at) => (at === event % OBJECTS ? renewed(object, event) : object));
  const started = cpuMicroseconds();
  compareOne({ targets, live: changed }, context && before && { ...context, before });
  return cpuMicroseconds() - started;
}

/** Of this process: what else the machine does does not count. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function renewed(object: KubeObject, event: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(1_000_000 + event) } };
}

function contextOf(app: number, memory: ReadonlyMap<KubeObject, ObjectComparison>): ApplicationContext {
  const project = openProject('default').spec;
  const instance = `app-${app}`;
  return {
    app: { namespace: 'argocd', name: instance, instance },
    tracking: { method: 'annotation', labelKey: 'app.kubernetes.io/instance', installationId: '' },
    project,
    cluster: { server: SERVER, name: 'in-cluster' },
    isNamespaced: () => true,
    options: OPTIONS,
    known: (_, __, live) => memory.get(live),
  };
}

/** Half of them for kinds that are there, some for one name only. */
const OPTIONS = {
  ...DEFAULT_COMPARE_OPTIONS,
  ignoreRules: Array.from({ length: RULES }, (_, rule) => ({
    group: rule % 4 === 0 ? 'apps' : rule % 4 === 1 ? '' : 'example.com',
    kind: rule % 4 === 0 ? 'Deployment' : rule % 4 === 1 ? 'ConfigMap' : 'Widget',
    ...(rule % 8 === 0 ? {} : { name: `object-${rule}` }),
    jsonPointers: rule % 4 === 0 ? ['/spec/replicas'] : ['/data/injected'],
  })),
};

function sidesOf(app: number): Sides {
  const targets = Array.from({ length: OBJECTS }, (_, at) => (at < 8 ? configMap(app, at) : deployment(app, at)));
  return { targets, live: targets.map((target, at) => liveOf(target, app * OBJECTS + at)) };
}

function metadataOf(app: number, at: number, kind: string): KubeObject['metadata'] {
  const name = `app-${app}-${at}`;
  const id = `app-${app}:${kind === 'Deployment' ? 'apps' : ''}/${kind}:load/${name}`;
  return { name, namespace: 'load', annotations: { 'argocd.argoproj.io/tracking-id': id } };
}

function configMap(app: number, at: number): KubeObject {
  const entries = Array.from({ length: 8 }, (_, key) => [`key-${key}`, `value ${key} of ${app}/${at}, some text`]);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(app, at, 'ConfigMap'),
    data: Object.fromEntries(entries),
  };
}

function deployment(app: number, at: number): KubeObject {
  const labels = { app: `app-${app}-${at}` };
  const container = {
    name: 'main',
    image: `example.com/load/app-${app}:1.0.0`,
    ports: [{ containerPort: 8080 }],
    env: [{ name: 'MODE', value: 'production' }],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(app, at, 'Deployment'),
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

/** As a server stores it after an apply. */
function liveOf(target: KubeObject, number: number): KubeObject {
  const lastApplied = JSON.stringify(target);
  const live: KubeObject = {
    ...target,
    metadata: {
      ...target.metadata,
      uid: `uid-${keyText(keyOf(target))}`,
      resourceVersion: String(number + 1),
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: { ...target.metadata.annotations, 'kubectl.kubernetes.io/last-applied-configuration': lastApplied },
    },
  };
  if (target.kind !== 'Deployment') return live;
  const spec = target['spec'] as JsonObject;
  return {
    ...live,
    spec: {
      ...spec,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    },
    status: { observedGeneration: 1, replicas: 2, readyReplicas: 2 },
  };
}
