/**
 * Random conversations about access: roles and bindings written by people who have some rights, questions about who may do what,
 * requests as other users, and subresources of pods, deployments and accounts. The same number gives the same conversation.
 */
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { Conversation, Step } from './parse-conversations.ts';
import { randomNumbers } from './random-programs.ts';

type Random = () => number;

export interface AccessProgramOptions {
  readonly seed: number;
  readonly steps: number;
}

/** The namespace of the conversation. */
const NS = `\${ns}`;
const RBAC = 'rbac.authorization.k8s.io';
const USERS = ['ann', 'bob', 'cat', `system:serviceaccount:${NS}:robot`];
const GROUPS = ['team', 'ops', 'system:authenticated'];
const VERBS = ['get', 'list', 'create', 'update', 'patch', 'delete', '*', 'impersonate', 'bind', 'escalate'];
const API_GROUPS = ['', 'apps', RBAC, '*'];
const RESOURCES = ['pods', 'pods/eviction', 'configmaps', 'deployments', 'deployments/scale', '*/scale', 'roles', '*'];
const NAMES = ['a', 'b', 'c'];
const PATHS = ['/healthz', '/logs', '/logs/*', '/metrics', '*', '/api*'];

/** A conversation in a namespace of its own. Everyone may write roles and bindings there, so that what they hold decides. */
export function randomAccess({ seed, steps }: AccessProgramOptions): Conversation {
  const random = randomNumbers(seed);
  const made = Array.from({ length: steps }, () => randomStep(random)).flat();
  return { title: `access ${seed}`, namespace: `access-${seed}`, steps: [...beginning(random), ...made] };
}

/** Objects to act on, and rights to begin with: one step is asked again until the last of them counts. */
function beginning(random: Random): readonly Step[] {
  const pod = { nodeSelector: { no: 'where' }, containers: [{ name: 'c', image: 'i' }] };
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  const spec = { replicas: 0, paused: true, selector: { matchLabels: { app: 'a' } }, template };
  const writers = USERS.map((name) => ({ kind: 'User', name, apiGroup: RBAC }));
  const rules = [
    { apiGroups: [RBAC], resources: ['roles', 'rolebindings'], verbs: ['create', 'update', 'patch', 'delete', 'get'] },
    ...Array.from({ length: 4 }, () => resourceRule(random)),
  ];
  const names = { metadata: { name: 'base' } };
  return [
    step('POST', `/api/v1/namespaces/${NS}/pods`, { metadata: { name: 'a' }, spec: pod }),
    step('POST', `${namespaced('apps/v1')}/deployments`, { metadata: { name: 'a' }, spec }),
    step('POST', `${namespaced(`${RBAC}/v1`)}/roles`, { ...names, rules }),
    step('POST', `${namespaced(`${RBAC}/v1`)}/rolebindings`, {
      ...names,
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'base' },
      subjects: writers,
    }),
    ...settled(),
  ].map((one) => ({ ...one, only: one.only.length > 0 ? one.only : ['code'] }));
}

/** A server hears of roles and bindings a moment after they are written: a last one tells when it has. */
function settled(): readonly Step[] {
  const question = {
    user: 'ann',
    resourceAttributes: { verb: 'get', group: RBAC, resource: 'roles', namespace: NS },
  };
  const ask = step('POST', `/apis/authorization.k8s.io/v1/subjectaccessreviews`, { spec: question });
  return [{ ...ask, until: { path: 'status.allowed', value: 'true' }, only: ['status.allowed'] }];
}

function randomStep(random: Random): readonly Step[] {
  const choice = random();
  if (choice < 0.3) return [writtenRole(random), PAUSE];
  if (choice < 0.5) return [writtenBinding(random), PAUSE];
  if (choice < 0.7) return [question(random)];
  if (choice < 0.78) return [ownQuestion(random)];
  return [deed(random)];
}

/** Nothing is compared while a server hears of what was written. */
const PAUSE: Step = { ...step('GET', '/version'), title: 'pause', only: ['major'] };

function writtenRole(random: Random): Step {
  const name = pick(NAMES, random);
  const rules = some(3, random, () => randomRule(random));
  const object = { metadata: metadataOf(name, random), rules };
  return asSomebody(
    write(`${namespaced(`${RBAC}/v1`)}/roles`, { kind: 'Role', name, object, change: { rules } }, random),
    random,
  );
}

function writtenBinding(random: Random): Step {
  const name = pick(NAMES, random);
  const role = pick(
    [
      { kind: 'Role', name: pick(NAMES, random) },
      { kind: 'ClusterRole', name: pick(['view', 'edit', 'none'], random) },
    ],
    random,
  );
  const subjects = some(3, random, () => randomSubject(random));
  const object = { metadata: metadataOf(name, random), roleRef: { apiGroup: RBAC, ...role }, subjects };
  const path = `${namespaced(`${RBAC}/v1`)}/rolebindings`;
  return asSomebody(write(path, { kind: 'RoleBinding', name, object, change: { subjects } }, random), random);
}

interface Written {
  readonly kind: string;
  readonly name: string;
  readonly object: JsonObject;
  readonly change: JsonObject;
}

function write(path: string, { kind, name, object, change }: Written, random: Random): Step {
  const choice = random();
  if (choice < 0.4) return step('POST', path, object);
  if (choice < 0.55) return step('PUT', `${path}/${name}`, object);
  if (choice < 0.75) return step('PATCH', `${path}/${name}`, change, 'application/merge-patch+json');
  if (choice < 0.85) {
    const held = {
      metadata: { finalizers: random() < 0.5 ? null : [], annotations: random() < 0.3 ? { a: 'b' } : {} },
    };
    return step('PATCH', `${path}/${name}`, held, 'application/merge-patch+json');
  }
  if (choice < 0.93) {
    const config = { apiVersion: `${RBAC}/v1`, kind, ...object };
    return step('PATCH', `${path}/${name}?fieldManager=m&force=true`, config, 'application/apply-patch+yaml');
  }
  return step('DELETE', `${path}/${name}`);
}

function metadataOf(name: string, random: Random): JsonObject {
  return { name, ...(random() < 0.2 && { labels: { a: pick(NAMES, random) } }) };
}

function randomRule(random: Random): JsonObject {
  if (random() < 0.05) return { nonResourceURLs: [pick(PATHS, random)], verbs: ['get'] };
  return resourceRule(random);
}

function resourceRule(random: Random): JsonObject {
  return {
    verbs: distinct(3, random, VERBS),
    apiGroups: distinct(2, random, API_GROUPS),
    resources: distinct(2, random, RESOURCES),
    ...(random() < 0.25 && { resourceNames: distinct(2, random, NAMES) }),
  };
}

function randomSubject(random: Random): JsonObject {
  const choice = random();
  if (choice < 0.5) return { kind: 'User', apiGroup: RBAC, name: pick(USERS, random) };
  if (choice < 0.8) return { kind: 'Group', apiGroup: RBAC, name: pick(GROUPS, random) };
  return { kind: 'ServiceAccount', name: 'robot', namespace: NS };
}

/** May somebody do something: by whichever binding. */
function question(random: Random): Step {
  const spec = {
    user: pick(USERS, random),
    ...(random() < 0.5 && { groups: distinct(2, random, GROUPS) }),
    ...asked(random),
  };
  return {
    ...step('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec }),
    only: ['code', 'message', 'status.allowed'],
  };
}

function ownQuestion(random: Random): Step {
  const path = '/apis/authorization.k8s.io/v1';
  if (random() < 0.5) {
    const spec = { namespace: NS };
    return asSomebody(
      { ...step('POST', `${path}/selfsubjectrulesreviews`, { spec }), only: ['code', 'status'] },
      random,
    );
  }
  return asSomebody(
    { ...step('POST', `${path}/selfsubjectaccessreviews`, { spec: asked(random) }), only: ['code', 'status.allowed'] },
    random,
  );
}

function asked(random: Random): JsonObject {
  if (random() < 0.1)
    return {
      nonResourceAttributes: { verb: 'get', path: pick(['/healthz', '/logs/a', '/logs', '/api/x', '/none'], random) },
    };
  const [resource = '', subresource = ''] = pick(RESOURCES, random).split('/');
  return {
    resourceAttributes: {
      verb: pick(VERBS, random),
      group: pick(API_GROUPS, random),
      resource,
      ...(subresource && { subresource }),
      ...(random() < 0.9 && { namespace: NS }),
      ...(random() < 0.5 && { name: pick(NAMES, random) }),
    },
  };
}

/** Something done to what is there, at a subresource. */
function deed(random: Random): Step {
  const own = `/api/v1/namespaces/${NS}`;
  const replicas = pick([0, 1, 2, -1], random);
  const scale = `${namespaced('apps/v1')}/deployments/${pick(NAMES, random)}/scale`;
  const name = pick(['a', 'a', 'b'], random);
  const evicted = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
  const made = pick(
    [
      { ...step('GET', scale), only: ['code', 'message', 'spec', 'kind'] },
      {
        ...step('PATCH', scale, { spec: { replicas } }, 'application/merge-patch+json'),
        only: ['code', 'message', 'spec'],
      },
      step('POST', `${own}/pods/${name}/eviction?dryRun=All`, evicted),
      step('POST', `${own}/pods/${name}/eviction`, { ...evicted, deleteOptions: { preconditions: { uid: 'other' } } }),
      step('POST', `${own}/pods/${name}/binding?dryRun=All`, {
        metadata: { name: pick(NAMES, random) },
        target: { name: 'there' },
      }),
      {
        ...step(
          'PATCH',
          `${own}/pods/${name}/ephemeralcontainers?dryRun=All`,
          { spec: { ephemeralContainers: [{ name: pick(['c', 'e'], random), image: 'i' }] } },
          STRATEGIC,
        ),
        only: ['code', 'message'],
      },
      {
        ...step(
          'PATCH',
          `${own}/pods/${name}/resize?dryRun=All`,
          { spec: { containers: [{ name: 'c', resources: { requests: { cpu: pick(['1', 'x'], random) } } }] } },
          STRATEGIC,
        ),
        only: ['code', 'message'],
      },
      {
        ...step('POST', `${own}/serviceaccounts/${pick(['default', 'none'], random)}/token`, {
          spec: { expirationSeconds: pick([600, 599, 3600], random) },
        }),
        only: ['code', 'message', 'spec'],
      },
      step('GET', `${own}/pods/${name}/log?tailLines=${pick(['1', '-1', 'x'], random)}`),
      step('GET', `${own}/configmaps/${name}`),
      { ...step('POST', `${own}/configmaps?dryRun=All`, { metadata: { name } }), only: ['code', 'message'] },
      step('DELETE', `${own}/pods/none`),
      step('GET', pick(['/healthz', '/logs/a', '/metrics/x', '/api/v1/nodes/none'], random)),
    ],
    random,
  );
  return asSomebody(made, random);
}

const STRATEGIC = 'application/strategic-merge-patch+json';

/** Somebody asks, in one way or another: sometimes nobody has the right to be asked as. */
function asSomebody(made: Step, random: Random): Step {
  const headers: [string, string][] = [['Impersonate-User', pick(USERS, random)]];
  if (random() < 0.4) for (const group of distinct(2, random, GROUPS)) headers.push(['Impersonate-Group', group]);
  if (random() < 0.05) headers.push(['Impersonate-Uid', 'u'], ['Impersonate-Extra-Scopes', 'view']);
  return { ...made, title: `${made.title} AS ${JSON.stringify(headers)}`, headers: [...made.headers, ...headers] };
}

function namespaced(apiVersion: string): string {
  return `/apis/${apiVersion}/namespaces/${NS}`;
}

function step(method: string, path: string, body?: Json, type = 'application/json'): Step {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = body === undefined ? [] : ([['Content-Type', type]] as const);
  const title = `${method} ${path} ${text ?? ''}`;
  const sent = text === undefined ? {} : { body: { kind: 'text' as const, text } };
  return { title, method, path, headers, ...sent, saves: [], only: [], events: 0 };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

function some<Item>(most: number, random: Random, make: () => Item): readonly Item[] {
  return Array.from({ length: Math.floor(random() * (most + 1)) }, make);
}

function distinct(most: number, random: Random, items: readonly string[]): readonly string[] {
  return [...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(items, random)))];
}
