/** Credentials as Secrets of the control plane's namespace, as Argo CD's declarative setup describes them. */
import { LABELS } from '../../api/annotations.ts';
import { AppError } from '../../base/errors.ts';
import { compareBytes } from '../../base/json/byte-order.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ObjectAddress, ResourceType } from '../../ports/kube.ts';
import { listAll } from '../../ports/kube-paging.ts';
import type { SecretsErrorCode, SecretsPort, StoredCredential } from '../../ports/secrets.ts';
import { secretObject, storedCredential } from './credential-object.ts';

export interface KubeSecretsOptions {
  readonly kube: KubePort;
  /** Of the control plane. */
  readonly namespace: string;
}

const SECRETS: ResourceType = { group: '', version: 'v1', plural: 'secrets', namespaced: true };
const CODES: Readonly<Record<string, SecretsErrorCode>> = {
  'kube.already-exists': 'secrets.already-exists',
  'kube.not-found': 'secrets.not-found',
  'kube.conflict': 'secrets.conflict',
  'kube.forbidden': 'secrets.forbidden',
  'kube.unauthorized': 'secrets.forbidden',
  'kube.invalid': 'secrets.invalid',
  'kube.bad-request': 'secrets.invalid',
  'kube.too-large': 'secrets.invalid',
};

export function createKubeSecrets({ kube, namespace }: KubeSecretsOptions): SecretsPort {
  const address = (name: string): ObjectAddress => ({ type: SECRETS, namespace, name });
  const find = (name: string): Promise<StoredCredential | undefined> =>
    translated(name, async () => credentialOf(await kube.get(address(name))));
  return {
    get: find,
    list: (kind) =>
      translated(kind, async () => {
        const found: StoredCredential[] = [];
        const labelSelector = `${LABELS.secretType}=${kind}`;
        for await (const { items, restarted } of listAll(kube, SECRETS, { namespace, labelSelector })) {
          if (restarted) found.length = 0;
          found.push(...items.flatMap((item) => storedCredential(item) ?? []));
        }
        return found.sort((a, b) => compareBytes(a.name, b.name));
      }),
    create: (name, content) =>
      translated(name, async () => {
        const object = secretObject({ name, namespace, isManaged: true }, content);
        return required(name, await kube.create(SECRETS, object));
      }),
    async replace(name, content, version) {
      const before = await find(name);
      if (before === undefined) throw notFound(name);
      const object = secretObject({ name, namespace, isManaged: before.isManaged }, content);
      const metadata = { ...object.metadata, resourceVersion: version };
      return await translated(name, async () =>
        required(name, await kube.update(address(name), { ...object, metadata })),
      );
    },
    async remove(name) {
      const before = await find(name);
      if (before === undefined) throw notFound(name);
      await translated(name, async () => {
        if (before.isManaged) await kube.delete(address(name), { resourceVersion: before.version });
        else await kube.patch(address(name), 'merge', unmarked(before));
      });
    },
  };
}

function credentialOf(secret: KubeObject | undefined): StoredCredential | undefined {
  return secret === undefined ? undefined : storedCredential(secret);
}

function required(name: string, secret: KubeObject): StoredCredential {
  const stored = storedCredential(secret);
  if (stored === undefined) throw notFound(name);
  return stored;
}

/** A Secret of somebody else stays, and is no credential any more. */
function unmarked({ version }: StoredCredential): string {
  return JSON.stringify({ metadata: { resourceVersion: version, labels: { [LABELS.secretType]: null } } });
}

/** The server's message may hold what was sent; its code says enough. */
async function translated<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code.startsWith('secrets.')) throw error;
    const code = CODES[error.code] ?? 'secrets.unreachable';
    const message = `credentials ${name}: ${REASONS[code]}`;
    throw new AppError({ code, kind: code === 'secrets.unreachable' ? error.kind : 'user', message });
  }
}

const REASONS: Readonly<Record<SecretsErrorCode, string>> = {
  'secrets.already-exists': 'a Secret of this name exists already',
  'secrets.not-found': 'there are none of this name',
  'secrets.conflict': 'somebody else changed them meanwhile',
  'secrets.forbidden': 'the cluster does not permit it',
  'secrets.unreachable': 'the cluster does not answer',
  'secrets.invalid': 'the cluster does not accept them',
};

function notFound(name: string): AppError {
  return new AppError({
    code: 'secrets.not-found',
    kind: 'user',
    message: `credentials ${name}: ${REASONS['secrets.not-found']}`,
  });
}
