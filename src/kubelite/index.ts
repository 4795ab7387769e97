/** The embedded Kubernetes API: what `createKubelite` gives is a whole cluster in memory, reached in process or over HTTPS. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { AuditLog, type AuditSink } from './audit/audit-log.ts';
import { Authenticator } from './authentication/authenticator.ts';
import { TokenSigner } from './authentication/json-web-token.ts';
import { type AuthorizationMode, Authorizer } from './authorization/authorizer.ts';
import { createDefaultRoles } from './authorization/default-roles.ts';
import { type AllControllersOptions, allControllers } from './controllers/all-controllers.ts';
import type { ClusterAccess } from './controllers/cluster-access.ts';
import { moveOwnAddress } from './controllers/control-plane/own-address.ts';
import { runControllers } from './controllers/controller-loop.ts';
import { createInitialObjects } from './controllers/initial-objects.ts';
import { serveDefinitions } from './custom-resources/definition-controller.ts';
import type { Cluster, Entropy } from './operations/cluster.ts';
import { ServiceAddresses } from './operations/service-addresses.ts';
import { PolicyMemory } from './policies/policy-memory.ts';
import { builtinDefinitions } from './registry/builtin-definitions.ts';
import { ResourceRegistry } from './registry/resource-registry.ts';
import type { ApiAnswer, ApiRequest } from './requests/api-request.ts';
import { ApiServer } from './server/api-server.ts';
import { failureReport } from './server/failure-report.ts';
import type { Listener } from './server/https-listener.ts';
import { inProcessAccess } from './server/in-process-access.ts';
import { kubeconfigText } from './server/kubeconfig.ts';
import { listenAsBefore } from './server/listen-as-before.ts';
import { KUBERNETES_VERSION } from './server/open-paths.ts';
import type { FolderJournalOptions } from './storage/folder-journal.ts';
import { type OpenStore, openStore } from './storage/open-store.ts';
import { type CertificateAuthority, certificateAuthority, type KeyedCertificate } from './tls/certificate.ts';

export interface KubeliteOptions {
  readonly clock: Clock;
  /** Source of UIDs and generated names; by default the system's. */
  readonly entropy?: Entropy;
  /** Simulated workload controllers and nodes; default false: objects stay as they were written. */
  readonly controllers?: boolean | SimulationOptions;
  /** The folder where objects, keys and the port are kept; default: in memory only. */
  readonly data?: string;
  /** When writes are on the disk: before they are answered (default), or once a second. */
  readonly fsync?: FolderJournalOptions['fsync'];
  /** Takes a line about what failed in the background, such as a simulated controller; default: nobody hears of it. */
  readonly report?: (line: string) => void;
  /** Takes a line of audit.k8s.io/v1 JSON per request. */
  readonly audit?: AuditSink;
  /** Default `everyone`: whoever is known may do everything. */
  readonly authorization?: AuthorizationMode;
}

export interface SimulationOptions extends Partial<AllControllersOptions> {
  /** How many nodes; default 1. */
  readonly nodes?: number;
}

export interface KubeliteUser {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ListenOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: the one of the run before where a folder knows it, else any free one. */
  readonly port?: number;
}

export interface Kubelite {
  /** Answers one request, without a transport. */
  handle(request: ApiRequest): ApiAnswer;
  /** The cluster without requests, as controllers of the same process see it. */
  readonly access: ClusterAccess;
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

/** Who owns the fields that simulated controllers write. */
const CONTROLLERS = 'kube-controller-manager';
const HOSTS = ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
const DAY = 24 * 3600 * 1000;

/** A new cluster with its initial namespaces. */
export function createKubelite(options: KubeliteOptions): Kubelite {
  const entropy = options.entropy ?? { bytes: (count) => randomBytes(count) };
  const registry = new ResourceRegistry();
  for (const definition of builtinDefinitions()) registry.add(definition);
  const opened = openStore({ ...storeOptions(options), newAuthority: () => authorityOf() });
  const { store, keys } = opened;
  const addresses = new ServiceAddresses(store, entropy);
  const policies = new PolicyMemory();
  const cluster: Cluster = { store, registry, clock: options.clock, entropy, addresses, policies };
  const authenticator = new Authenticator(cluster, new TokenSigner(keys.tokens));
  const authorizer = new Authorizer(cluster, options.authorization ?? 'everyone');
  const audit = options.audit && new AuditLog(cluster, options.audit);
  const server = new ApiServer({ cluster, access: { authenticator, authorizer }, ...(audit && { audit }) });
  const stopDefinitions = serveDefinitions(cluster);
  const authority = authorityOf(keys.authority);
  const stopControllers = startControllers(cluster, options, {
    rootCertificate: authority.certificatePem,
    signToken: (subject) => authenticator.issueSecretToken(subject),
    issueCertificate: ({ seconds, ...asked }) => {
      const now = Date.now();
      return authority.issue({
        ...asked,
        serial: randomBytes(15),
        validFrom: now - 300_000,
        validTo: now + seconds * 1000,
      });
    },
  });
  const stop = async (): Promise<void> => {
    stopControllers();
    stopDefinitions();
    await opened.close();
  };
  return assemble({ opened, server, authenticator, authority, access: inProcessAccess(cluster, CONTROLLERS), stop });
}

function storeOptions({ data, fsync, report }: KubeliteOptions) {
  return {
    ...(data !== undefined && { folder: data }),
    ...(fsync !== undefined && { fsync }),
    ...(report && { onFailure: report }),
  };
}

interface Parts {
  readonly opened: OpenStore;
  readonly server: ApiServer;
  readonly authenticator: Authenticator;
  readonly authority: CertificateAuthority;
  readonly access: ClusterAccess;
  readonly stop: () => Promise<void>;
}

function assemble({ opened, server, authenticator, authority, access, stop }: Parts): Kubelite {
  let listener: Listener | undefined;
  const issueToken = (user: KubeliteUser) => authenticator.issueUserToken(user);
  return {
    handle: (request) => server.handle(request),
    access,
    issueToken,
    listen: async ({ host = '127.0.0.1', port = 0 } = {}) => {
      const certificate = authority.sign({
        commonName: 'kubelite',
        hosts: [...new Set([...HOSTS, host])],
        ...validity(),
      });
      const clientCa = authority.certificatePem;
      const handle = (request: ApiRequest) => server.handle(request);
      const settled = () => opened.durable();
      listener = await listenAsBefore(opened.port, { host, port, certificate, clientCa, handle, settled });
      moveOwnAddress(access, listener.port);
      return { url: `https://${host}:${listener.port}`, caCertificate: clientCa };
    },
    kubeconfig: (user) =>
      kubeconfigText({
        server: `https://127.0.0.1:${listener?.port ?? 443}`,
        caCertificate: authority.certificatePem,
        user: user.name,
        token: issueToken(user),
      }),
    close: async () => {
      await listener?.close();
      await stop();
    },
  };
}

function authorityOf(kept?: KeyedCertificate): CertificateAuthority {
  return certificateAuthority({ commonName: 'kubelite-ca', ...validity() }, kept);
}

/** Certificates are about the time outside, whatever clock the cluster runs on. */
function validity() {
  const now = Date.now();
  return { serial: randomBytes(15), validFrom: now - DAY, validTo: now + 3650 * DAY };
}

/** Without controllers a cluster has its namespaces only. The answer ends what was started. */
function startControllers(
  cluster: Cluster,
  { controllers: wanted = false, report, authorization }: KubeliteOptions,
  trust: Pick<AllControllersOptions, 'rootCertificate' | 'signToken' | 'issueCertificate'>,
): () => void {
  const { clock } = cluster;
  const access = inProcessAccess(cluster, CONTROLLERS);
  const options: SimulationOptions = typeof wanted === 'object' ? wanted : {};
  const nodes = wanted === false ? 0 : (options.nodes ?? 1);
  createInitialObjects(access, {
    now: clock.now(),
    nodes,
    version: KUBERNETES_VERSION.gitVersion,
    rootCertificate: trust.rootCertificate,
    controlPlane: wanted !== false,
  });
  if (authorization === 'rbac') createDefaultRoles(access);
  if (wanted === false) return () => undefined;
  const running = runControllers({
    access,
    clock,
    controllers: allControllers({ ...trust, ...options }),
    ...(report && { onFailure: failureReport(report) }),
  });
  return () => running.stop();
}
