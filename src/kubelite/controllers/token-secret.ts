/** Secrets of type `kubernetes.io/service-account-token`: filled with a token that lasts, removed with their account. */
import { memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type Controller, controllerOf, deletionOf, keyOfObject, NOTHING, onSelf, type Step } from './controller.ts';
import { observed } from './owned-objects.ts';
import { SECRETS, SERVICE_ACCOUNTS } from './resources.ts';

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/** Whom a token stands for. */
export interface TokenSubject {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly serviceAccountUid: string;
  readonly secret: string;
}

export interface TokenSecretOptions {
  readonly rootCertificate: string;
  /** Signs a token that does not expire. */
  readonly signToken: (subject: TokenSubject) => string;
}

export interface ObservedTokenSecret {
  readonly secret: KubeObject;
  readonly account: KubeObject | undefined;
}

export function tokenSecretController(options: TokenSecretOptions): Controller {
  return controllerOf<ObservedTokenSecret>({
    name: 'token-secret',
    triggers: [
      onSelf(SECRETS),
      {
        resource: SERVICE_ACCOUNTS,
        keys: ({ object }, reader) =>
          reader
            .list(SECRETS, object.metadata.namespace)
            .filter((secret) => secret['type'] === TYPE && accountOf(secret) === object.metadata.name)
            .map((secret) => keyOfObject(SECRETS, secret)),
      },
    ],
    observe(reader, key) {
      const secret = observed(reader, key);
      if (secret === undefined || secret['type'] !== TYPE) return undefined;
      const name = accountOf(secret);
      return { secret, account: name === undefined ? undefined : reader.get(SERVICE_ACCOUNTS, key.namespace, name) };
    },
    step: (seen) => tokenSecretStep(seen, options),
  });
}

/** Fills what is missing. A Secret of an account that is gone, or was made anew, goes. */
export function tokenSecretStep({ secret, account }: ObservedTokenSecret, options: TokenSecretOptions): Step {
  const uid = secret.metadata.annotations?.[ACCOUNT_UID];
  if (secret.metadata.deletionTimestamp !== undefined) return NOTHING;
  if (account === undefined || (uid !== undefined && uid !== account.metadata.uid)) {
    return { actions: [deletionOf(SECRETS, secret)] };
  }
  if (typeof memberAt(secret, 'data', 'token') === 'string' && uid !== undefined) return NOTHING;
  const { name = '', namespace = '', annotations } = secret.metadata;
  const serviceAccountUid = account.metadata.uid ?? '';
  const token = options.signToken({
    namespace,
    serviceAccount: account.metadata.name ?? '',
    serviceAccountUid,
    secret: name,
  });
  const filled: KubeObject = {
    ...secret,
    metadata: { ...secret.metadata, annotations: { ...annotations, [ACCOUNT_UID]: serviceAccountUid } },
    data: {
      ...(secret['data'] as Readonly<Record<string, string>> | undefined),
      'ca.crt': base64(options.rootCertificate),
      namespace: base64(namespace),
      token: base64(token),
    },
  };
  return { actions: [{ kind: 'update', object: filled }] };
}

function accountOf(secret: KubeObject): string | undefined {
  return secret.metadata.annotations?.[ACCOUNT];
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
