/** A Kubernetes API whose connection may change while it is used, as when the Secret of a cluster is renewed. */
import { createHash } from 'node:crypto';
import type { KubeConnection, KubeCredentials } from './connection.ts';
import { createKubeHttp, type KubeHttp, type KubeHttpDeps } from './kube-http.ts';

/**
 * Asks for the connection before each call. Where it has changed, the call goes over the new one, and whatever still runs over
 * the old one ends as a broken connection: who watches resumes by itself. Calls throw what `connection` throws.
 */
export function createChangingKubeHttp(
  server: string,
  connection: () => KubeConnection,
  deps: Omit<KubeHttpDeps, 'server'>,
): KubeHttp {
  let newest: { readonly kube: KubeHttp; readonly digest: string } | undefined;
  const current = (): KubeHttp => {
    const wanted = connection();
    const digest = digestOf(wanted);
    if (newest?.digest === digest) return newest.kube;
    void newest?.kube.close();
    newest = { kube: createKubeHttp(wanted, { ...deps, server }), digest };
    return newest.kube;
  };
  return {
    server,
    version: async (signal) => current().version(signal),
    discover: async (signal) => current().discover(signal),
    openApi: async (path, signal) => current().openApi(path, signal),
    get: async (address, signal) => current().get(address, signal),
    list: async (type, options) => current().list(type, options),
    async *watch(type, options) {
      yield* current().watch(type, options);
    },
    create: async (type, object, options) => current().create(type, object, options),
    update: async (address, object, options) => current().update(address, object, options),
    patch: async (address, type, patch, options) => current().patch(address, type, patch, options),
    delete: async (address, options) => current().delete(address, options),
    async *logs(namespace, pod, options) {
      yield* current().logs(namespace, pod, options);
    },
    async close() {
      await newest?.kube.close();
    },
  };
}

/** Only for comparing: connections hold secrets, and those show themselves to nobody. */
function digestOf(connection: KubeConnection): string {
  const { credentials, ...rest } = connection;
  const plain = { ...rest, credentials: { ...credentials }, secret: secretOf(credentials) };
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64');
}

function secretOf(credentials: KubeCredentials): string {
  switch (credentials.kind) {
    case 'token':
      return credentials.token.reveal();
    case 'basic':
      return credentials.password.reveal();
    case 'client-certificate':
      return credentials.key.reveal();
    case 'none':
    case 'token-file':
    case 'exec':
      return '';
  }
}
