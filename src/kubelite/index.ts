/** The embedded Kubernetes API: what `createKubelite` gives is a whole cluster in memory, reached in process or over HTTPS. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { Authenticator } from './authentication/authenticator.ts';
import { TokenSigner } from './authentication/json-web-token.ts';
import { serveDefinitions } from './custom-resources/definition-controller.ts';
import type { Cluster, Entropy } from './operations/cluster.ts';
import { createObject } from './operations/create-object.ts';
import { internalWrite } from './operations/write-options.ts';
import { builtinDefinitions } from './registry/builtin-definitions.ts';
import { ResourceRegistry } from './registry/resource-registry.ts';
import type { ApiAnswer, ApiRequest } from './requests/api-request.ts';
import { ApiServer } from './server/api-server.ts';
import { type Listener, listenHttps } from './server/https-listener.ts';
import { kubeconfigText } from './server/kubeconfig.ts';
import { ObjectStore } from './storage/object-store.ts';
import { type CertificateAuthority, certificateAuthority } from './tls/certificate.ts';

export interface KubeliteOptions {
  readonly clock: Clock;
  /** Source of UIDs and generated names; by default the system's. */
  readonly entropy?: Entropy;
}

export interface KubeliteUser {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ListenOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
}

export interface Kubelite {
  /** Answers one request, without a transport. */
  handle(request: ApiRequest): ApiAnswer;
  /** Serves HTTPS. Throws `kubelite.cannot-listen`. */
  listen(options?: ListenOptions): Promise<{ readonly url: string; readonly caCertificate: string }>;
  /** A bearer token for a user; it does not expire. */
  issueToken(user: KubeliteUser): string;
  /** The text of a kubeconfig for the address listened on. */
  kubeconfig(user: KubeliteUser): string;
  /** Ends listeners and everything that waits. */
  close(): Promise<void>;
}

/** Who may do everything. */
export const ADMIN: KubeliteUser = { name: 'kubernetes-admin', groups: ['system:masters'] };

const HOSTS = ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
const DAY = 24 * 3600 * 1000;

/** A new cluster with its initial namespaces. */
export function createKubelite(options: KubeliteOptions): Kubelite {
  const entropy = options.entropy ?? { bytes: (count) => randomBytes(count) };
  const registry = new ResourceRegistry();
  for (const definition of builtinDefinitions()) registry.add(definition);
  const cluster: Cluster = { store: new ObjectStore(), registry, clock: options.clock, entropy };
  const authenticator = new Authenticator(cluster, new TokenSigner());
  const server = new ApiServer(cluster, authenticator);
  createNamespaces(cluster);
  serveDefinitions(cluster);
  return assemble({ server, authenticator });
}

function assemble({
  server,
  authenticator,
}: {
  readonly server: ApiServer;
  readonly authenticator: Authenticator;
}): Kubelite {
  let ca: CertificateAuthority | undefined;
  let listener: Listener | undefined;
  const authority = (): CertificateAuthority => (ca ??= newAuthority());
  const issueToken = (user: KubeliteUser) => authenticator.issueUserToken(user);
  return {
    handle: (request) => server.handle(request),
    issueToken,
    listen: async ({ host = '127.0.0.1', port = 0 } = {}) => {
      const certificate = authority().sign({
        commonName: 'kubelite',
        hosts: [...new Set([...HOSTS, host])],
        ...validity(),
      });
      const clientCa = authority().certificatePem;
      listener = await listenHttps({ host, port, certificate, clientCa, handle: (request) => server.handle(request) });
      return { url: `https://${host}:${listener.port}`, caCertificate: clientCa };
    },
    kubeconfig: (user) =>
      kubeconfigText({
        server: `https://127.0.0.1:${listener?.port ?? 443}`,
        caCertificate: authority().certificatePem,
        user: user.name,
        token: issueToken(user),
      }),
    close: async () => {
      await listener?.close();
    },
  };
}

function newAuthority(): CertificateAuthority {
  return certificateAuthority({ commonName: 'kubelite-ca', ...validity() });
}

/** Certificates are about the time outside, whatever clock the cluster runs on. */
function validity() {
  const now = Date.now();
  return { serial: randomBytes(15), validFrom: now - DAY, validTo: now + 3650 * DAY };
}

function createNamespaces(cluster: Cluster): void {
  const definition = cluster.registry.find('', 'v1', 'namespaces');
  if (!definition) return;
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    createObject(cluster, definition, object, { ...internalWrite('kube-apiserver'), namespace: '' });
  }
}
