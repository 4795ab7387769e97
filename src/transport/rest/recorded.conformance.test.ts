/** Recorded requests to a real Argo CD server and what it answered, put to our server over memory parts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppProject } from '../../api/app-project/fields.ts';
import type { Application } from '../../api/application/fields.ts';
import { METHODS } from '../../api/methods/table.ts';
import { isList, type Json, type JsonObject, member, textAt } from '../../base/json-value.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { ResourceType } from '../../ports/kube.ts';
import { type ApiEnvironment, apiEnvironment, RECORDED_SETTINGS } from '../../testkit/api-environment.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'api', 'rest');

interface RestCase {
  readonly id: string;
  readonly rpc?: string;
  readonly user: string | null;
  readonly chain?: string;
  readonly stream?: object;
  readonly shape?: boolean;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body?: string;
    readonly headers?: Record<string, string>;
  };
  readonly response: { readonly status: number; readonly body: string; readonly headers: Record<string, string> };
}

const FILES = existsSync(ROOT) ? readdirSync(ROOT).filter((name) => name.endsWith('.jsonl')) : [];
const CASES: readonly RestCase[] = FILES.flatMap((name) =>
  readFileSync(join(ROOT, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RestCase),
);
const SERVED = new Set(METHODS.map(({ service, name }) => `${service}/${name}`));

/**
 * Ours name the field and what stands there, theirs Go types; ours say what keeps a repository out of reach, theirs name calls of
 * Go. The status is the same.
 */
const OWN_WORDS =
  /^(session\/login\/(not-an-object|wrong-type)|app\/create\/bad-sync-option-type|repo\/(refs\/unknown|validate\/missing|helmcharts\/git|create\/(unreachable|creds-only)))$/;

/** What is not the gateway's: needs a cluster, a repository, or what this version does not do. */
const ELSEWHERE = [
  /^routing\/(badge|swagger|auth-login|webhook)/,
  /^app\/get\/refresh/,
  /^app\/resource\/(configmap|wrong-version)$/,
  /^app\/events\/(app|guestbook)$/,
  /^app\/revision\/(main|first)$/,
  // Rendered from real repositories elsewhere; the words of refusals are here.
  /^app\/manifests\/(?!bob$|multi-bad-position$)/,
  /^cluster\/get\/(in-cluster|by-name)$/,
  // Of Applications whose repositories are names here: `handlers/repository-contents.test.ts`.
  /^repo\/appdetails\/of-app$/,
  /^app\/create\/(unknown-repo|unknown-revision|empty-source|chart-no-version)$/,
];

/**
 * Better on purpose: the recorded gateway leaves the URL of this call encoded, so that no repository can ever be validated
 * through it. Ours decodes it, and says the URL in its refusals.
 */
const DECODED = /^repo\/validate\/(ok|needs-password|with-password|bob)$/;
/** The same for templates of credentials. */
const DECODED_TEMPLATES = new Map<string, readonly [number, unknown]>([
  ['repocreds/update/ok', [200, { url: 'https://tmp.example.com' }]],
  ['repocreds/update/unknown', [404, expect.objectContaining({ code: 5 })]],
  // After the update that the original could not do.
  [
    'repocreds/list/life',
    [
      200,
      expect.objectContaining({ items: expect.arrayContaining([{ url: 'https://tmp.example.com', username: 'w' }]) }),
    ],
  ],
]);
/** Chains that change what is stored: put in their order, after everything that only looks. */
const LIVES = /^(repo-life|repocreds-life|write-repo|write-repocreds)$/;

/** `resourceOverrides` is not told by this version. */
const IGNORED = ['uid', 'managedFields', 'generation', 'resourceOverrides'];
const TIME = '2026-01-02T03:04:05Z';
let place: ApiEnvironment;

/** Enough of what runs for `guestbook` that its actions can be asked for. */
const LIVE: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'guestbook' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'guestbook' }, data: { one: '1' } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'guestbook', namespace: 'guestbook' },
    spec: { ports: [{ port: 80 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'guestbook', namespace: 'guestbook' },
    spec: {
      selector: { matchLabels: { app: 'guestbook' } },
      template: {
        metadata: { labels: { app: 'guestbook' } },
        spec: { containers: [{ name: 'main', image: 'example.com/guestbook:1' }] },
      },
    },
  },
];

function typeOf({ apiVersion, kind }: KubeObject): ResourceType {
  const { group, version } = splitApiVersion(apiVersion);
  return { group, version, plural: `${kind.toLowerCase()}s`, namespaced: kind !== 'Namespace' };
}

/** As in the recorded world. */
const RECORDED_ACTIONS = {
  'resource.customizations.actions.ConfigMap': `
discovery.lua: |
  actions = {}
  actions["brighten"] = {["disabled"] = obj.data == nil, ["iconClass"] = "fa fa-sun", ["displayName"] = "Brighten"}
  actions["darken"] = {["disabled"] = true}
  return actions
`,
};

/** Where the recorded repositories are here. Only their own requests know these addresses. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'repo:a': 'https://git.example.com/a.git',
  'repo:b': 'https://git.example.com/b.git',
  helm: 'https://charts.example.com',
  web: 'https://git.example.com',
};

function placed(id: string, text: string): string {
  if (!/^repo(creds)?\//.test(id)) return text;
  return text.replace(/\$\{([\w:]+)(\|url)?\}/g, (all, name: string, encoded?: string) => {
    const address = ADDRESSES[name];
    if (address === undefined) return all;
    return encoded === undefined ? address : encodeURIComponent(address);
  });
}

function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/** The recorded Secrets, and what stands behind them. */
async function serveRepositories({ kube, git, charts }: ApiEnvironment): Promise<void> {
  const a = git.repository('a');
  const first = await a.commit({ files: { 'guestbook/a.yaml': '' } });
  await a.setRef('refs/heads/next', first);
  await a.tag('v1.0.0', first);
  await a.tag('v1.1.0', first);
  await git.repository('b').commit({ files: filesBelow(join(ROOT, '../world/git/b/1')) });
  await git.repository('git/copy').commit({ files: {} });
  const versions = ['0.2.0', '0.1.0'];
  charts.add(
    ADDRESSES['helm'] ?? '',
    versions.map((version) => ({ name: 'web', version, archive: new Uint8Array() })),
  );
  const stored: readonly (readonly [string, string, Record<string, string>])[] = [
    ['repo-a', 'repository', { name: 'a', type: 'git', url: ADDRESSES['repo:a'] ?? '' }],
    [
      'repo-b',
      'repository',
      { type: 'git', url: ADDRESSES['repo:b'] ?? '', username: 'reader', password: 'reader-pass-1' },
    ],
    ['repo-helm', 'repository', { name: 'charts', type: 'helm', url: ADDRESSES['helm'] ?? '', project: 'team-a' }],
    [
      'creds-example',
      'repo-creds',
      { type: 'git', url: 'https://git.example.com/team', username: 'team', password: 'team-pass-1' },
    ],
  ];
  for (const [name, kind, texts] of stored) {
    const labels = { 'argocd.argoproj.io/secret-type': kind };
    const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, btoa(text)]));
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'argocd', labels }, data };
    await kube.create(typeOf(secret), secret);
  }
}

async function trustRecordedHosts({ kube }: ApiEnvironment): Promise<void> {
  const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g';
  const metadata = { name: 'argocd-ssh-known-hosts-cm', namespace: 'argocd' };
  const data = { ssh_known_hosts: `git.example.com ssh-ed25519 ${key}\n` };
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
  await kube.create(typeOf(map), map);
}

const RECORDED_RBAC = {
  'policy.csv': `${RECORDED_SETTINGS.rbac['policy.csv']}\np, role:team-a, repositories, get, ${ADDRESSES['repo:a']}, allow`,
};

/** Streams that are only listened to. */
const listened = CASES.filter(({ id, stream, chain }) => stream && !chain && /^app\/watch/.test(id));
const chosen = CASES.filter(
  ({ id, rpc, chain, stream }) =>
    !chain && !stream && !ELSEWHERE.some((pattern) => pattern.test(id)) && (rpc === undefined || SERVED.has(rpc)),
);

const lives = CASES.filter(({ chain = '', stream }) => LIVES.test(chain) && stream === undefined);

describe.skipIf(chosen.length === 0)('recorded REST answers', () => {
  beforeAll(async () => {
    place = await apiEnvironment();
    for (const app of recordedApplications()) await place.store(app);
    setRecordedViews();
    for (const object of LIVE) await place.kube.create(typeOf(object), object);
    await serveRepositories(place);
    await trustRecordedHosts(place);
    const records = { [ADDRESSES['helm'] ?? '']: { type: 'helm' as const } };
    const cm = { ...RECORDED_SETTINGS.cm, ...RECORDED_ACTIONS };
    place.installation.set({ ...RECORDED_SETTINGS, cm, projects: recordedProjects(), rbac: RECORDED_RBAC, records });
  });
  afterAll(() => place[Symbol.asyncDispose]());

  test.each([...chosen, ...lives].map((one) => [one.id, one] as const))(
    '%s',
    async (id, { user, request, response, shape }) => {
      const headers = { ...request.headers };
      for (const [name, value] of Object.entries(headers)) {
        if (value.includes('${token:')) headers[name] = await place.login(value.slice(8, -1));
        if (value === '') delete headers[name];
      }
      if (request.method !== 'GET' && request.headers !== undefined && !headers['content-type'])
        headers['content-type'] = '';
      const answer = await place.ask(request.method, placed(id, request.path), {
        ...(user === null || 'token' in headers ? {} : { user }),
        ...(request.body === undefined ? {} : { body: placed(id, request.body) }),
        headers,
      });
      const expected = placed(id, response.body);
      const better = DECODED_TEMPLATES.get(id);
      if (better !== undefined) {
        expect([answer.status, JSON.parse(answer.body)]).toEqual(better);
        return;
      }
      if (DECODED.test(id)) {
        const says = user === 'bob' ? [403, `repositories, create, ${ADDRESSES['repo:a']}, sub: bob`] : [200, '{}'];
        expect([answer.status, answer.body]).toEqual([says[0], expect.stringContaining(String(says[1]))]);
        return;
      }
      expect([answer.status, answer.headers['content-type']]).toEqual([
        response.status,
        response.headers['content-type'],
      ]);
      if (OWN_WORDS.test(id)) return;
      if (shape) expect(answer.body).toMatch(/^\{"Version":/);
      else if (response.headers['content-type'] === 'application/json' && response.status === 200)
        expect(normal(JSON.parse(answer.body))).toEqual(normal(JSON.parse(expected)));
      else expect(normal(answer.body)).toBe(normal(expected));
    },
  );

  test.each(listened.map((one) => [one.id, one] as const))('%s', async (_id, { user, request, response }) => {
    const heard = await listen(request.path, await place.login(user ?? ''));
    expect(heard.status).toBe(response.status);
    expect(linesOf(heard.text)).toEqual(linesOf(response.body));
  });
});

/** What a stream says within a short time; status 0 where it has not even begun. */
function listen(path: string, token: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    let [status, text] = [0, ''];
    const sent = get(place.url + path, { headers: { authorization: `Bearer ${token}` }, agent: false }, (answer) => {
      status = answer.statusCode ?? 0;
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('error', () => undefined);
    });
    sent.on('error', (error) => (status === 0 && text === '' ? resolve({ status, text }) : reject(error)));
    setTimeout(() => {
      sent.destroy();
      resolve({ status, text });
    }, 200);
  });
}

/** Each line by itself. */
function linesOf(text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => normal(JSON.parse(line)));
}

/** Those of the recorded list, as objects of the cluster. */
function recordedApplications(): readonly KubeObject[] {
  const list = CASES.find(({ id }) => id === 'app/list');
  const items = member(JSON.parse(list?.response.body.replaceAll('"T"', `"${TIME}"`) ?? '{}') as Json, 'items');
  return (isList(items) ? items : []).map((item) => {
    const { name, namespace, labels, annotations, finalizers, ownerReferences } = member(
      item,
      'metadata',
    ) as JsonObject;
    const metadata = { name, namespace, labels, annotations, finalizers, ownerReferences };
    const { spec, status } = item as JsonObject;
    return plain({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec, status });
  });
}

/** Trees and managed resources as recorded; where no tree was, one with the healths that Get shows. */
function setRecordedViews(): void {
  const keyOf = (path: string) => ({ namespace: 'argocd', name: path.split('/')[4] ?? '' });
  for (const { id, request, response } of CASES.filter((one) => one.response.status === 200)) {
    const json = () => JSON.parse(response.body);
    if (id.startsWith('app/get/')) {
      const { metadata, status } = json() as Application;
      const nodes = (status?.resources ?? []).filter(({ health }) => health);
      place.view.set({ namespace: 'argocd', name: metadata.name ?? '' }, { tree: { nodes } });
    }
    if (id.startsWith('app/tree/') && response.body !== '{}') place.view.set(keyOf(request.path), { tree: json() });
    if (/^app\/managed\/\w+$/.test(id)) place.view.set(keyOf(request.path), { resources: json().items });
  }
}

function recordedProjects(): readonly AppProject[] {
  const list = CASES.find(({ id }) => id === 'project/list');
  return (JSON.parse(list?.response.body ?? '{"items":[]}') as { items: AppProject[] }).items;
}

function plain(object: object): KubeObject {
  return JSON.parse(JSON.stringify(object)) as KubeObject;
}

/** Without what differs from world to world: times, versions, identities, who manages which field, the order of actions. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal).sort(byNameOfAction);
  if (typeof value === 'string')
    return value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T').replace(/^[\w-]+\.[\w-]+\.[\w-]+$/, '<token>');
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !IGNORED.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, key === 'resourceVersion' ? '<rv>' : normal(inner)]));
}

/** Only what looks like an action is put in order. */
function byNameOfAction(left: unknown, right: unknown): number {
  const [one, other] = [left, right].map((item) => item as { name?: string; kind?: string; iconClass?: string } | null);
  if (one?.iconClass === undefined && other?.iconClass === undefined) return 0;
  return (one?.name ?? '') < (other?.name ?? '') ? -1 : 1;
}

test('every recorded case is read', () => {
  expect(CASES.every((one) => textAt(one as unknown as Json, 'id') !== undefined)).toBe(true);
});
