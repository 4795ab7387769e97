/** A credential as the Secret that keeps it, and back. Pure. */
import { FOREIGN_ANNOTATIONS, LABELS, MANAGED_BY_ARGO, SECRET_TYPES } from '../../api/annotations.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { secretData } from '../../kube/object/secret-data.ts';
import type { CredentialContent, CredentialKind, StoredCredential } from '../../ports/secrets.ts';

const KINDS: readonly CredentialKind[] = [
  SECRET_TYPES.repository,
  SECRET_TYPES.repoCreds,
  SECRET_TYPES.repositoryWrite,
  SECRET_TYPES.repoWriteCreds,
  SECRET_TYPES.cluster,
];
/** kubectl's own record, which is of no use to anybody else. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Undefined for a Secret that is no credential. */
export function storedCredential(secret: KubeObject): StoredCredential | undefined {
  const { name = '', labels = {}, annotations = {}, resourceVersion = '' } = secret.metadata;
  const kind = KINDS.find((known) => known === labels[LABELS.secretType]);
  if (kind === undefined) return undefined;
  return {
    name,
    kind,
    data: secretData(secret),
    labels: without(labels, [LABELS.secretType]),
    annotations: without(annotations, [FOREIGN_ANNOTATIONS.managedBy, LAST_APPLIED]),
    isManaged: annotations[FOREIGN_ANNOTATIONS.managedBy] === MANAGED_BY_ARGO,
    version: resourceVersion,
  };
}

export interface SecretPlace {
  readonly name: string;
  readonly namespace: string;
  readonly isManaged: boolean;
}

export function secretObject({ name, namespace, isManaged }: SecretPlace, content: CredentialContent): KubeObject {
  const data = [...content.data].map(([key, value]) => [key, Buffer.from(value.reveal()).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: { ...content.labels, [LABELS.secretType]: content.kind },
      annotations: {
        ...content.annotations,
        ...(isManaged ? { [FOREIGN_ANNOTATIONS.managedBy]: MANAGED_BY_ARGO } : {}),
      },
    },
    type: 'Opaque',
    data: Object.fromEntries(data),
  };
}

function without(texts: Readonly<Record<string, string>>, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !names.includes(name)));
}
