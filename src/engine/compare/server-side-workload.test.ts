import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import { UNTYPED } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyConfiguration } from '../../kube/patch/apply/apply-configuration.ts';
import { DEFAULT_COMPARE_OPTIONS } from './compare-options.ts';
import { compareServerSide } from './server-side.ts';

const MANAGER = 'argocd-controller';

/** What an admission webhook does to a pod template. */
type Webhook = (pod: Pod) => Pod;

interface Pod {
  readonly containers: readonly JsonObject[];
  readonly [field: string]: unknown;
}

const NONE: Webhook = (pod) => pod;
const injects: Webhook = (pod) => ({ ...pod, containers: [...pod.containers, { name: 'proxy', image: 'proxy:1' }] });
const prepends: Webhook = (pod) => ({ ...pod, containers: [{ name: 'proxy', image: 'proxy:1' }, ...pod.containers] });
const pins: Webhook = (pod) => ({
  ...pod,
  containers: pod.containers.map((it) => ({ ...it, image: `${it['image']}@sha256:0` })),
});
const limits: Webhook = (pod) => ({
  ...pod,
  containers: pod.containers.map((it) => ({ ...it, resources: { limits: { cpu: '1' } } })),
});

function deployment(image: string, more: JsonObject = {}): KubeObject {
  const template = {
    metadata: { labels: { app: 'a' } },
    spec: { containers: [{ name: 'main', image, ...more }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'n' },
    spec: { selector: { matchLabels: { app: 'a' } }, template },
  };
}

/** As a server stores it: applied, then through admission, whose changes nobody owns. */
function stored(live: KubeObject | undefined, target: KubeObject, webhook: Webhook): KubeObject {
  const { object } = applyConfiguration({
    live: live ?? { apiVersion: target.apiVersion, kind: target.kind, metadata: {} },
    creates: live === undefined,
    config: target,
    schema: BUILTIN_SCHEMAS.schemaOf(target.apiVersion, target.kind) ?? UNTYPED,
    writer: { name: MANAGER, apiVersion: target.apiVersion, subresource: '' },
    now: '2026-01-01T00:00:00Z',
    force: true,
  });
  const { spec } = object as unknown as { spec: { template: { spec: Pod } } };
  const template = { ...spec.template, spec: webhook(spec.template.spec) };
  return { ...object, spec: { ...spec, template } } as unknown as KubeObject;
}

const CONTAINERS = '/spec/template/spec/containers';
const IMAGE = `${CONTAINERS}/0/image`;

const cases: readonly {
  readonly name: string;
  readonly before: Webhook;
  readonly now: Webhook;
  readonly target: KubeObject;
  /** Paths that differ, without and with the changes of webhooks. */
  readonly stripped: readonly string[];
  readonly included: readonly string[];
}[] = [
  { name: 'nothing new', before: NONE, now: NONE, target: deployment('x:1'), stripped: [], included: [] },
  { name: 'an image', before: NONE, now: NONE, target: deployment('x:2'), stripped: [IMAGE], included: [IMAGE] },
  {
    name: 'a new webhook injects a container',
    before: NONE,
    now: injects,
    target: deployment('x:1'),
    stripped: [],
    included: [CONTAINERS],
  },
  {
    name: 'an injected container stays',
    before: injects,
    now: NONE,
    target: deployment('x:1'),
    stripped: [],
    included: [],
  },
  {
    name: 'an injected container stands first',
    before: prepends,
    now: NONE,
    target: deployment('x:1'),
    stripped: [],
    included: [],
  },
  {
    name: 'a new webhook sets limits',
    before: NONE,
    now: limits,
    target: deployment('x:1'),
    stripped: [],
    included: [`${CONTAINERS}/0/resources`],
  },
  {
    name: 'a new image beside an injection',
    before: NONE,
    now: injects,
    target: deployment('x:2'),
    stripped: [IMAGE],
    included: [CONTAINERS],
  },
  {
    name: 'a webhook rewrites what we own, then as now',
    before: pins,
    now: pins,
    target: deployment('x:1'),
    stripped: [],
    included: [],
  },
];

test.each(cases)('$name', ({ before, now, target, stripped, included }) => {
  const live = stored(undefined, deployment('x:1'), before);
  const predicted = stored(live, target, now);
  const sides = { live, target, predicted, manager: MANAGER };
  const paths = (includeMutations: boolean) =>
    compareServerSide({ ...sides, includeMutations }, DEFAULT_COMPARE_OPTIONS).differences.map(({ path }) => path);
  expect({ stripped: paths(false), included: paths(true) }).toEqual({ stripped, included });
});
