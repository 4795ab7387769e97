/** What every installation has from its first start on: project `default`, settings to edit, a session key, an admin password. */
import { type Clock, rfc3339 } from '../../base/clock.ts';
import { AppError, hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { secretData } from '../../kube/object/secret-data.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import { ARGOCD_SECRET } from './secret-references.ts';
import { SHIPPED_SETTINGS } from './shipped-settings.ts';
import { PART_OF } from './snapshot.ts';

export interface DefaultsDeps {
  readonly kube: KubePort;
  /** Of the control plane; it exists. */
  readonly namespace: string;
  readonly clock: Clock;
  /** That many random letters and digits. */
  readonly randomText: (length: number) => string;
  /** Bcrypt. */
  readonly hashPassword: (password: string) => Promise<string>;
}

const PROJECTS: ResourceType = { group: 'argoproj.io', version: 'v1alpha1', plural: 'appprojects', namespaced: true };
const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const SECRETS: ResourceType = { group: '', version: 'v1', plural: 'secrets', namespaced: true };
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'argocd-cm': SHIPPED_SETTINGS,
  'argocd-cmd-params-cm': {},
  'argocd-rbac-cm': {},
  'argocd-ssh-known-hosts-cm': {},
  'argocd-tls-certs-cm': {},
};
const INITIAL_ADMIN = 'argocd-initial-admin-secret';
const PASSWORD_LENGTH = 16;
const KEY_LENGTH = 44;
const ATTEMPTS = 5;

/**
 * Creates what is missing and changes nothing that is there; several may run at once. A password is made only where the
 * admin has none. Throws what the cluster refuses.
 */
export async function ensureDefaults(deps: DefaultsDeps): Promise<void> {
  const { namespace } = deps;
  await createIfAbsent(deps, PROJECTS, defaultProject(namespace));
  for (const [name, data] of Object.entries(SETTINGS)) {
    const metadata = labelled(name, namespace);
    await createIfAbsent(deps, MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  }
  await createIfAbsent(deps, SECRETS, secret(namespace, ARGOCD_SECRET, {}));
  await addToSecret(deps, 'server.secretkey', async () => ({ 'server.secretkey': deps.randomText(KEY_LENGTH) }));
  await addToSecret(deps, 'admin.password', () => adminPassword(deps));
}

/** The clear text is stored first: a crash in between must not leave a password that nobody knows. */
async function adminPassword(deps: DefaultsDeps): Promise<Readonly<Record<string, string>>> {
  const fresh = secret(deps.namespace, INITIAL_ADMIN, { password: deps.randomText(PASSWORD_LENGTH) });
  await createIfAbsent(deps, SECRETS, fresh);
  const stored = await deps.kube.get(addressOf(deps, INITIAL_ADMIN));
  const password = secretData(stored).get('password')?.reveal();
  if (!password) {
    throw new AppError({
      code: 'installation.no-initial-password',
      kind: 'user',
      message: `Secret ${INITIAL_ADMIN} has no password`,
      hint: `Delete Secret ${INITIAL_ADMIN}, and a new password is made.`,
    });
  }
  return {
    'admin.password': await deps.hashPassword(password),
    'admin.passwordMtime': rfc3339(deps.clock.now()),
  };
}

/** Adds values to `argocd-secret` unless it has this key. Reads again where somebody else was faster. */
async function addToSecret(
  deps: DefaultsDeps,
  key: string,
  values: () => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const stored = await deps.kube.get(addressOf(deps, ARGOCD_SECRET));
    if (secretData(stored).get(key)?.reveal()) return;
    const { resourceVersion = '' } = stored?.metadata ?? {};
    const patch = { metadata: { resourceVersion }, data: encoded(await values()) };
    try {
      await deps.kube.patch(addressOf(deps, ARGOCD_SECRET), 'merge', JSON.stringify(patch));
      return;
    } catch (error) {
      if (attempt >= ATTEMPTS || !hasCode(error, 'kube.conflict')) throw error;
    }
  }
}

async function createIfAbsent(deps: DefaultsDeps, type: ResourceType, object: KubeObject): Promise<void> {
  const { name = '', namespace = '' } = object.metadata;
  if (await deps.kube.get({ type, namespace, name })) return;
  try {
    await deps.kube.create(type, object);
  } catch (error) {
    if (!hasCode(error, 'kube.already-exists')) throw error;
  }
}

function defaultProject(namespace: string): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  };
}

function secret(namespace: string, name: string, values: Readonly<Record<string, string>>): KubeObject {
  const metadata = labelled(name, namespace);
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: encoded(values) };
}

function labelled(name: string, namespace: string): KubeObject['metadata'] {
  return { name, namespace, labels: { 'app.kubernetes.io/name': name, [PART_OF]: 'argocd' } };
}

function encoded(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
}

function addressOf(deps: DefaultsDeps, name: string) {
  return { type: SECRETS, namespace: deps.namespace, name };
}
