/** Repositories and templates as Secrets of the control plane, found by their label and their URL. */
import { AppError, hasCode } from '../../base/errors.ts';
import { fnv32a } from '../../base/fnv.ts';
import { normalizeGitUrl } from '../../base/git-url.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { secretData } from '../../kube/object/secret-data.ts';
import type { ResourceType } from '../../ports/kube.ts';
import type { RepositoriesDependencies } from './index.ts';
import { decodedOf, differentKeys, textsOf } from './secret-fields.ts';

const SECRETS: ResourceType = { group: '', version: 'v1', plural: 'secrets', namespaced: true };
const TYPE = 'argocd.argoproj.io/secret-type';
const MANAGED_BY = 'managed-by';

export type StoredKind = 'repository' | 'repo-creds' | 'repository-write' | 'repo-write-creds';

export interface Stored {
  readonly object: KubeObject;
  readonly fields: JsonObject;
}

type Deps = Pick<RepositoriesDependencies, 'kube' | 'namespace'>;

/** Kinds that are repositories; the others are templates. */
const REPOSITORIES: readonly StoredKind[] = ['repository', 'repository-write'];

function urlField(kind: StoredKind): 'repo' | 'url' {
  return REPOSITORIES.includes(kind) ? 'repo' : 'url';
}

const PREFIXES: Readonly<Record<StoredKind, string>> = {
  repository: 'repo',
  'repo-creds': 'creds',
  'repository-write': 'repo-write',
  'repo-write-creds': 'creds-write',
};

/** In the order of their Secrets' names. */
export async function listStored({ kube, namespace }: Deps, kind: StoredKind): Promise<readonly Stored[]> {
  const found: Stored[] = [];
  let next: string | undefined;
  do {
    const options = { namespace, labelSelector: `${TYPE}=${kind}`, ...(next === undefined ? {} : { continue: next }) };
    const page = await kube.list(SECRETS, options);
    for (const object of page.items) found.push({ object, fields: decodedOf(secretData(object), urlField(kind)) });
    next = page.continue || undefined;
  } while (next !== undefined);
  return found;
}

/** The one of a URL; of a project, where one is named, else the one of no project before that of any. */
export async function findStored(
  deps: Deps,
  kind: StoredKind,
  { url, project }: { readonly url: string; readonly project?: string },
): Promise<Stored | undefined> {
  const wanted = normalizeGitUrl(url);
  const same = (await listStored(deps, kind)).filter(({ fields }) => {
    return normalizeGitUrl(String(fields[urlField(kind)])) === wanted;
  });
  if (project !== undefined && project !== '') return same.find(({ fields }) => fields['project'] === project);
  const everybodys = same.find(({ fields }) => (fields['project'] ?? '') === '');
  if (everybodys !== undefined) return everybodys;
  if (same.length > 1 && REPOSITORIES.includes(kind)) {
    const message = `repository ${url} exists in several projects: name one`;
    throw new AppError({ code: 'api.invalid-argument', kind: 'user', message });
  }
  return same[0];
}

/** Makes or replaces one. Throws `api.invalid-argument` where another of its URL is there and `upsert` was not asked for. */
export async function store(
  deps: Deps,
  kind: StoredKind,
  { fields, upsert }: { readonly fields: JsonObject; readonly upsert: boolean },
): Promise<'created' | 'same' | 'changed'> {
  const { kube, namespace } = deps;
  const texts = textsOf(fields, urlField(kind));
  const url = texts['url'] ?? '';
  if (url === '') throw new AppError({ code: 'api.invalid-argument', kind: 'user', message: 'must specify URL' });
  const project = texts['project'] ?? '';
  const existing = (await listStored(deps, kind)).find(
    (one) =>
      normalizeGitUrl(String(one.fields[urlField(kind)])) === normalizeGitUrl(url) &&
      (one.fields['project'] ?? '') === project,
  );
  const data = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  );
  if (existing === undefined) {
    const prefix = PREFIXES[kind];
    const metadata = {
      name: `${prefix}-${fnv32a(url + project)}`,
      namespace,
      labels: { [TYPE]: kind },
      annotations: { [MANAGED_BY]: 'argocd.argoproj.io' },
    };
    await kube.create(SECRETS, { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata, data });
    return 'created';
  }
  const different = differentKeys(existing.fields, fields);
  if (!upsert && different.length > 0) {
    const what = REPOSITORIES.includes(kind) ? 'repository' : 'repository credentials';
    const keys = JSON.stringify(different.join(','));
    const message = `existing ${what} spec is different; use upsert flag to force update; difference in keys ${keys}`;
    throw new AppError({ code: 'api.invalid-argument', kind: 'user', message });
  }
  if (!upsert || canonicalJson(existing.object['data'] ?? {}) === canonicalJson(data)) return 'same';
  const { name = '', resourceVersion } = existing.object.metadata;
  // All keys are the new ones: a password for another server must not stay behind.
  const gone = Object.keys((existing.object['data'] as JsonObject | undefined) ?? {}).map((key) => [key, null]);
  const patch = { metadata: { resourceVersion }, data: { ...Object.fromEntries(gone), ...data } };
  await kube.patch({ type: SECRETS, namespace, name }, 'merge', JSON.stringify(patch));
  return 'changed';
}

/** Ones that somebody else wrote lose their label only, as Argo CD does it. */
export async function deleteStored({ kube, namespace }: Deps, { object }: Stored): Promise<void> {
  const { name = '', annotations = {} } = object.metadata;
  const address = { type: SECRETS, namespace, name };
  if (annotations[MANAGED_BY] === 'argocd.argoproj.io') {
    await kube.delete(address).catch((error: unknown) => {
      if (!hasCode(error, 'kube.not-found')) throw error;
    });
    return;
  }
  await kube.patch(address, 'merge', JSON.stringify({ metadata: { labels: { [TYPE]: null } } }));
}
