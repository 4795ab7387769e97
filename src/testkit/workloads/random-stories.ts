/** Stories of workloads that chance writes: what is made, and how it is changed afterwards. */
import fc from 'fast-check';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Story, StoryStep } from './parse-stories.ts';

const number = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
/** Left out half of the time. */
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });
const wait = (seconds: number): StoryStep => ({ wait: seconds });

/** An object without the members that are left out. */
function given(members: Readonly<Record<string, unknown>>): JsonObject {
  return JSON.parse(JSON.stringify(members));
}

const image = number(1, 3).map((version) => `nginx:${version}`);
const trouble = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom({ 'x/simulate': 'crash' }, { 'x/simulate': 'hang' }) },
  { weight: 1, arbitrary: fc.constant({ 'x/simulate': 'unschedulable' }) },
);
const amount = fc.oneof(number(0, 3), fc.constantFrom('0%', '25%', '34%', '50%', '100%'));

function template(app: string, { tag, notes }: { readonly tag: string; readonly notes: JsonObject }): JsonObject {
  return {
    metadata: { labels: { app }, annotations: notes },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image: tag }] },
  };
}

function templateChange(of: string) {
  return fc
    .oneof({ weight: 4, arbitrary: image }, { weight: 1, arbitrary: fc.constant('nginx:bad') })
    .map((tag): StoryStep => {
      return { patch: { of, with: { spec: { template: { spec: { containers: [{ name: 'c', image: tag }] } } } } } };
    });
}

function specChange(of: string, spec: fc.Arbitrary<JsonObject>): fc.Arbitrary<StoryStep> {
  return spec.map((changed) => ({ patch: { of, with: { spec: changed } } }));
}

/** Each change has time to come to rest. */
function told(first: readonly StoryStep[], changes: readonly StoryStep[], seconds: number): readonly StoryStep[] {
  return [...first, wait(seconds), ...changes.flatMap((step) => [step, wait(seconds)])];
}

const killPods = fc.constant<StoryStep>({ deleteAll: { of: 'v1 pods', selector: 'app=w' } });

const deployments = fc
  .record({
    replicas: number(0, 5),
    tag: image,
    notes: trouble,
    maxSurge: amount,
    maxUnavailable: amount,
    recreate: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
    revisionHistoryLimit: maybe(number(0, 2)),
    minReadySeconds: maybe(fc.constant(1)),
    progressDeadlineSeconds: maybe(fc.constant(4)),
    paused: fc.integer({ min: 0, max: 5 }).map((chance) => (chance === 0 ? true : undefined)),
    changes: fc.array(
      fc.oneof(
        templateChange('apps/v1 deployments/w'),
        templateChange('apps/v1 deployments/w'),
        specChange(
          'apps/v1 deployments/w',
          number(0, 5).map((replicas) => ({ replicas })),
        ),
        specChange(
          'apps/v1 deployments/w',
          fc.boolean().map((paused) => ({ paused })),
        ),
        killPods,
      ),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map((drawn): readonly StoryStep[] => {
    const { maxSurge, maxUnavailable } = drawn;
    // Both may not be nothing.
    const nothing = Number.parseInt(String(maxSurge), 10) === 0 && Number.parseInt(String(maxUnavailable), 10) === 0;
    const rollingUpdate = { maxSurge: nothing ? 1 : maxSurge, maxUnavailable };
    const { replicas, revisionHistoryLimit, minReadySeconds, progressDeadlineSeconds, paused } = drawn;
    const deadline = progressDeadlineSeconds !== undefined && progressDeadlineSeconds > (minReadySeconds ?? 0);
    const spec = given({
      ...{ replicas, revisionHistoryLimit, minReadySeconds, paused },
      progressDeadlineSeconds: deadline ? progressDeadlineSeconds : undefined,
      strategy: drawn.recreate ? { type: 'Recreate' } : { rollingUpdate },
      selector: { matchLabels: { app: 'w' } },
      template: template('w', drawn),
    });
    const made = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w' }, spec };
    return told([{ create: made }], drawn.changes, deadline ? 8 : 4);
  });

const claims = [
  { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
];

const statefulSets = fc
  .record({
    replicas: number(0, 3),
    tag: image,
    notes: trouble,
    podManagementPolicy: maybe(fc.constant('Parallel')),
    updateStrategy: maybe(
      fc.oneof(
        fc.constant({ type: 'OnDelete' }),
        number(0, 3).map((partition) => ({ type: 'RollingUpdate', rollingUpdate: { partition } })),
      ),
    ),
    ordinals: maybe(number(0, 2).map((start) => ({ start }))),
    revisionHistoryLimit: maybe(number(0, 1)),
    minReadySeconds: maybe(fc.constant(1)),
    volumeClaimTemplates: maybe(fc.constant(claims)),
    retention: maybe(
      fc.record({ whenScaled: fc.constantFrom('Retain', 'Delete'), whenDeleted: fc.constantFrom('Retain', 'Delete') }),
    ),
    changes: fc.array(
      fc.oneof(
        templateChange('apps/v1 statefulsets/w'),
        specChange(
          'apps/v1 statefulsets/w',
          number(0, 4).map((replicas) => ({ replicas })),
        ),
        specChange(
          'apps/v1 statefulsets/w',
          number(0, 2).map((partition) => ({
            updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
          })),
        ),
        killPods,
      ),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map((drawn): readonly StoryStep[] => {
    const { replicas, podManagementPolicy, updateStrategy, ordinals, revisionHistoryLimit, minReadySeconds } = drawn;
    const spec = given({
      ...{ replicas, podManagementPolicy, updateStrategy, ordinals, revisionHistoryLimit, minReadySeconds },
      serviceName: 'w',
      volumeClaimTemplates: drawn.volumeClaimTemplates,
      persistentVolumeClaimRetentionPolicy: drawn.retention,
      selector: { matchLabels: { app: 'w' } },
      template: template('w', drawn),
    });
    return told(
      [{ create: { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'w' }, spec } }],
      drawn.changes,
      8,
    );
  });

const daemonSets = fc
  .record({
    tag: image,
    notes: trouble,
    updateStrategy: maybe(
      fc.constantFrom<JsonObject>(
        { type: 'OnDelete' },
        { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        { rollingUpdate: { maxUnavailable: '50%' } },
      ),
    ),
    minReadySeconds: maybe(fc.constant(1)),
    revisionHistoryLimit: maybe(number(0, 1)),
    changes: fc.array(
      fc.oneof(
        templateChange('apps/v1 daemonsets/w'),
        specChange(
          'apps/v1 daemonsets/w',
          fc.constantFrom('linux', 'none').map((system) => {
            return { template: { spec: { nodeSelector: { 'kubernetes.io/os': system } } } };
          }),
        ),
        killPods,
      ),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map((drawn): readonly StoryStep[] => {
    const { updateStrategy, minReadySeconds, revisionHistoryLimit } = drawn;
    const spec = given({
      ...{ updateStrategy, minReadySeconds, revisionHistoryLimit },
      selector: { matchLabels: { app: 'w' } },
      template: template('w', drawn),
    });
    return told(
      [{ create: { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'w' }, spec } }],
      drawn.changes,
      4,
    );
  });

const failurePolicies: readonly JsonObject[] = [
  { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1, 2] } }] },
  { rules: [{ action: 'Count', onExitCodes: { operator: 'NotIn', values: [5] } }] },
  { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
  { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
];

const jobs = fc
  .record({
    completions: maybe(number(1, 4)),
    parallelism: maybe(number(0, 3)),
    indexed: fc.boolean(),
    suspend: maybe(fc.boolean()),
    ttlSecondsAfterFinished: maybe(fc.constantFrom(0, 1, 600)),
    activeDeadlineSeconds: maybe(fc.constantFrom(2, 600)),
    backoffLimit: maybe(fc.constant(0)),
    podFailurePolicy: maybe(fc.constantFrom(...failurePolicies)),
    notes: fc.constantFrom<JsonObject>({}, {}, { 'x/simulate': 'crash' }, { 'x/simulate': 'hang' }),
    perIndex: fc.boolean(),
    maxFailedIndexes: maybe(number(0, 1)),
    podReplacementPolicy: maybe(fc.constant('Failed')),
    changes: fc.array(
      fc.oneof(
        specChange(
          'batch/v1 jobs/w',
          fc.boolean().map((suspend) => ({ suspend })),
        ),
        specChange(
          'batch/v1 jobs/w',
          number(0, 4).map((parallelism) => ({ parallelism })),
        ),
        killPods,
      ),
      { maxLength: 2 },
    ),
  })
  .map((drawn): readonly StoryStep[] => {
    const { parallelism, suspend, activeDeadlineSeconds, podFailurePolicy, podReplacementPolicy } = drawn;
    const isCrash = drawn.notes['x/simulate'] === 'crash';
    const indexed = drawn.indexed && drawn.completions !== undefined;
    const perIndex = indexed && drawn.perIndex;
    const spec = given({
      ...{ parallelism, suspend, activeDeadlineSeconds, podFailurePolicy, podReplacementPolicy },
      // A job that goes can't be changed.
      ttlSecondsAfterFinished: drawn.changes.length === 0 ? drawn.ttlSecondsAfterFinished : undefined,
      completions: drawn.completions,
      completionMode: indexed ? 'Indexed' : undefined,
      backoffLimit: perIndex ? undefined : isCrash ? 0 : drawn.backoffLimit,
      backoffLimitPerIndex: perIndex ? 0 : undefined,
      maxFailedIndexes: perIndex ? drawn.maxFailedIndexes : undefined,
      template: {
        metadata: { labels: { app: 'w' }, annotations: drawn.notes },
        spec: { restartPolicy: 'Never', terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image: 'j:1' }] },
      },
    });
    return told([{ create: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'w' }, spec } }], drawn.changes, 9);
  });

const budgets = fc
  .record({
    replicas: number(0, 4),
    notes: trouble,
    limit: amount,
    isLeast: fc.boolean(),
    selector: fc.constantFrom('w', 'x'),
  })
  .map(({ replicas, notes, limit, isLeast, selector }): readonly StoryStep[] => {
    const pods = {
      replicas,
      selector: { matchLabels: { app: 'w' } },
      template: template('w', { tag: 'nginx:1', notes }),
    };
    const spec = { [isLeast ? 'minAvailable' : 'maxUnavailable']: limit, selector: { matchLabels: { app: selector } } };
    return told(
      [
        { create: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w' }, spec: pods } },
        // The pods are there first, or else it is chance whether the budget is told to have none.
        { wait: 2 },
        { create: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b' }, spec } },
      ],
      [],
      4,
    );
  });

const ports = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    port: number(80, 82),
    protocol: fc.constantFrom('TCP', 'UDP'),
    targetPort: maybe(fc.constantFrom<number | string>(8080, 'web', 'none')),
  }),
  { minLength: 1, maxLength: 2, selector: ({ name }) => name, comparator: (one, other) => one === other },
);

const services = fc
  .record({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    headless: fc.boolean(),
    ports,
    publishNotReadyAddresses: maybe(fc.constant(true)),
    selector: fc.constantFrom<Readonly<Record<string, string>> | undefined>({ app: 'w' }, { app: 'x' }, undefined),
    notes: trouble,
    replicas: number(0, 3),
    changes: fc.array(
      fc.oneof(
        specChange(
          'v1 services/s',
          fc.constantFrom<JsonObject>({ selector: { app: 'x' } }, { selector: { app: 'w' } }),
        ),
        specChange(
          'apps/v1 deployments/w',
          number(0, 2).map((replicas) => ({ replicas })),
        ),
        killPods,
      ),
      { maxLength: 2 },
    ),
  })
  .map((drawn): readonly StoryStep[] => {
    const { type, publishNotReadyAddresses, selector, replicas, notes } = drawn;
    const headless = drawn.headless && type === 'ClusterIP';
    const distinct = drawn.ports.map((port, index) => ({ ...port, port: port.port + 10 * index }));
    const spec = given({
      type,
      clusterIP: headless ? 'None' : undefined,
      ports: distinct,
      publishNotReadyAddresses,
      selector,
    });
    const made = template('w', { tag: 'nginx:1', notes });
    const container = { name: 'c', image: 'nginx:1', ports: [{ name: 'web', containerPort: 8081 }] };
    const pods = {
      replicas,
      selector: { matchLabels: { app: 'w' } },
      template: { ...made, spec: { containers: [container], terminationGracePeriodSeconds: 0 } },
    };
    return told(
      [
        { create: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w' }, spec: pods } },
        { create: { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec } },
      ],
      drawn.changes,
      4,
    );
  });

const pods = fc
  .record({
    notes: fc.constantFrom('', 'crash', 'hang', 'slow').map((wish) => (wish === '' ? {} : { 'x/simulate': wish })),
    restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
    containers: number(1, 2),
    inits: fc.array(fc.constantFrom<JsonObject>({}, { restartPolicy: 'Always' }), { maxLength: 2 }),
    bad: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
    resources: fc.constantFrom<JsonObject>({}, { requests: { cpu: '1m' } }, { limits: { cpu: '1m', memory: '1Mi' } }),
    hostNetwork: maybe(fc.constant(true)),
    gates: maybe(fc.constant([{ conditionType: 'x.example/gate' }])),
  })
  .map((drawn): readonly StoryStep[] => {
    const { notes, restartPolicy, hostNetwork, resources } = drawn;
    // Of several containers the recorded cluster pulls none where one image is bad.
    const bad = drawn.bad && drawn.containers === 1 && drawn.inits.length === 0;
    const containers = Array.from({ length: drawn.containers }, (_, index) => {
      return { name: `c${index}`, image: bad ? 'x:bad' : 'x:1', resources };
    });
    const spec = given({
      ...{ restartPolicy, hostNetwork, containers },
      terminationGracePeriodSeconds: 0,
      readinessGates: drawn.gates,
      initContainers: drawn.inits.map((one, index) => ({ name: `i${index}`, image: 'x:1', ...one })),
    });
    return [{ create: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'w', annotations: notes }, spec } }, wait(7)];
  });

const volumes = fc
  .record({
    size: number(1, 3),
    mode: fc.constantFrom('ReadWriteOnce', 'ReadOnlyMany'),
    class: fc.constantFrom<string | undefined>(undefined, 'standard', '', 'own', 'late'),
    isDeleted: fc.boolean(),
  })
  .map((drawn): readonly StoryStep[] => {
    const storageClassName = drawn.class;
    const spec = given({
      storageClassName,
      accessModes: [drawn.mode],
      resources: { requests: { storage: `${drawn.size}Gi` } },
    });
    const claim: KubeObject = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'c' }, spec };
    return [
      { create: claim },
      wait(3),
      ...(drawn.isDeleted ? [{ delete: { of: 'v1 persistentvolumeclaims/c' } }, wait(3)] : []),
    ];
  });

const replicaSets = fc
  .record({
    replicas: number(0, 3),
    notes: trouble,
    minReadySeconds: maybe(fc.constant(1)),
    changes: fc.array(
      fc.oneof(
        specChange(
          'apps/v1 replicasets/w',
          number(0, 4).map((replicas) => ({ replicas })),
        ),
        templateChange('apps/v1 replicasets/w'),
        killPods,
      ),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ replicas, notes, minReadySeconds, changes }): readonly StoryStep[] => {
    const spec = given({
      replicas,
      minReadySeconds,
      selector: { matchLabels: { app: 'w' } },
      template: template('w', { tag: 'nginx:1', notes }),
    });
    return told([{ create: { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'w' }, spec } }], changes, 4);
  });

/** By what they are about. */
export const STORY_FAMILIES: Readonly<Record<string, fc.Arbitrary<readonly StoryStep[]>>> = {
  ...{ deployments, statefulSets, daemonSets, jobs, budgets, services, pods, volumes, replicaSets },
};

/** `count` stories of a family. */
export function randomStories(
  family: string,
  { seed, count }: { readonly seed: number; readonly count: number },
): readonly Story[] {
  const steps = STORY_FAMILIES[family] ?? fc.constant([]);
  return fc.sample(steps, { seed, numRuns: count }).map((drawn, index) => {
    const title = `${family.toLowerCase()} ${seed} ${index}`;
    return { title, namespace: title.replaceAll(' ', '-'), steps: drawn };
  });
}
