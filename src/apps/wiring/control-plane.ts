/**
 * The controllers of one control plane, in one process: settings, repositories, live clusters and the reconciler, joined by
 * their ports. Who opens it closes it.
 */
import { randomBytes } from 'node:crypto';
import { createGitCli } from '../../adapters/git-cli/git-cli.ts';
import { withListingManners } from '../../adapters/git-cli/listing-manners.ts';
import { createGpgCli } from '../../adapters/gpg-cli/gpg-cli.ts';
import { createHelmRepo } from '../../adapters/helm-repo/helm-repo.ts';
import { createHttpClient } from '../../adapters/http-client/http-client.ts';
import { azureWorkload } from '../../adapters/issued-tokens/azure-workload.ts';
import { createTokenIssuer } from '../../adapters/issued-tokens/token-issuer.ts';
import {
  gitWithIssuedTokens,
  helmRepoWithIssuedTokens,
  ociWithIssuedTokens,
} from '../../adapters/issued-tokens/with-issued-tokens.ts';
import { createKubeEvents } from '../../adapters/kube-events/kube-events.ts';
import { openObjectCache } from '../../adapters/object-cache/object-cache.ts';
import { createOci } from '../../adapters/oci/oci.ts';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import type { Clock } from '../../base/clock.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { LiveView } from '../../ports/live-view.ts';
import type { LogPort } from '../../ports/log.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';
import type { PluginPort } from '../../ports/plugins.ts';
import type { ResourceWriter } from '../../ports/resource-writer.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import type { SignaturePort } from '../../ports/signatures.ts';
import { APPLICATIONS } from '../../services/applications/index.ts';
import { createInstallation, environmentProxies } from '../../services/installation/index.ts';
import { createClusterLeases } from '../../services/leadership/index.ts';
import { createLiveClusters } from '../../services/live/index.ts';
import { createReconciler } from '../../services/reconcile/index.ts';
import { createManifestService, type RunningManifestService } from '../../services/source/index.ts';
import { createRenderThreads } from '../render-threads.ts';
import { VERSION } from '../version.ts';
import { applicationReflector } from './application-namespaces.ts';
import type { ConfiguredEgress } from './configured-egress.ts';
import { customHealth } from './custom-health.ts';
import { environmentParameters } from './environment-parameters.ts';
import { gitEgress } from './git-egress.ts';
import { clusterConnector } from './kube-access.ts';
import { followLiveSettings, liveSettings } from './live-settings.ts';
import { openPlugins, type PluginFolders } from './plugins.ts';
import { isProcessGone, processIdentity } from './process-identity.ts';
import { type RepositoryAccess, repositoryAccess } from './repository-access.ts';
import { followSharding, shardPlace } from './sharding.ts';
import { sourceTuning } from './source-tuning.ts';
import { unheededParameters } from './unheeded-parameters.ts';

export interface ControlPlaneOptions {
  readonly namespace: string;
  /** The API that holds Applications, as the controller's service account. */
  readonly kube: KubePort;
  /** What `https://kubernetes.default.svc` means. */
  readonly inCluster: KubePort;
  /** Folder of the Git mirrors. */
  readonly cacheFolder: string;
  readonly clock: Clock;
  readonly log: LogPort;
  readonly metrics: MetricsPort;
  /** Which servers sources may be read from; undefined: as the environment or the installation says. */
  readonly egress: ConfiguredEgress | undefined;
  /** Where config management plugins are; default: none are. */
  readonly plugins?: PluginFolders;
}

export interface ControlPlane extends AsyncDisposable {
  readonly installation: InstallationPort;
  readonly applications: ObjectCache;
  readonly clusters: LiveClusters;
  readonly manifests: RunningManifestService;
  readonly repositories: RepositoryAccess;
  readonly plugins: PluginPort;
  readonly signatures: SignaturePort;
  readonly liveView: LiveView;
  readonly resourceWriter: ResourceWriter;
  /** Another controller leads, and this one writes nothing until that one ends. */
  standsBy(): boolean;
}

/** Beside the Leases of Argo CD's own components: its application controller has none. */
const LEASE = 'tiphys-application-controller';

/** Resolves when settings and Applications are known and reconciling has begun. Throws what stands in the way of that. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { kube, namespace, clock, log, metrics } = options;
  const reflector = createReflector({ clock, random: Math.random });
  const leases = createClusterLeases({
    kube,
    namespace,
    name: LEASE,
    identity: processIdentity(),
    clock,
    log,
    isGone: isProcessGone,
  });
  const proxies = environmentProxies((name) => process.env[name]);
  const installation = createInstallation({
    kube,
    namespace,
    reflector,
    log,
    proxies,
    parameters: environmentParameters(process.env),
  });
  const shard = shardPlace(process.env);
  if (shard.replicas > 1) await installation.start();
  const unshard = followSharding(installation, shard, leases);
  const elected = leases.start();
  // Asked for below; meanwhile it is nobody's.
  elected.catch(() => undefined);
  if (shard.replicas === 1) await installation.start();
  const { commandParameters } = installation.current().settings;
  const tuning = sourceTuning(process.env, commandParameters);
  for (const { name, why } of unheededParameters(process.env, commandParameters)) {
    log.warn('a setting of the repository server is not heeded', { name, why });
  }
  const egress = options.egress ?? tuning.egress;
  const gitOptions = { cacheFolder: options.cacheFolder, ...tuning.git, egress: gitEgress(egress) };
  const git = withListingManners(await createGitCli(gitOptions), tuning.listing);
  const pool = createRenderThreads({ metrics });
  const http = createHttpClient({ egress, userAgent: `tiphys/${VERSION}` });
  const issuer = createTokenIssuer({ http, clock, azure: azureWorkload(process.env) });
  const signatures = createGpgCli();
  const plugins = openPlugins(options.plugins ?? { sockets: undefined, commands: undefined }, log);
  const repositoryPorts = {
    git: gitWithIssuedTokens(git, issuer),
    helmRepo: helmRepoWithIssuedTokens(createHelmRepo({ http, clock, maxIndexSize: tuning.maxIndexSize }), issuer),
    oci: ociWithIssuedTokens(createOci({ http, clock }), issuer),
  };
  const manifests = createManifestService({
    ...repositoryPorts,
    http,
    signatures,
    plugins,
    installation,
    clock,
    log,
    metrics,
    random: Math.random,
    entropy: () => randomBytes(32),
    pool,
    failurePause: tuning.failurePause,
    rendersAtOnce: tuning.rendersAtOnce,
    ignoresSignatures: tuning.ignoresSignatures,
  });
  const checks = customHealth(installation, clock);
  const connect = clusterConnector(installation, options.inCluster, { clock, metrics });
  const clusters = createLiveClusters({ clock, log, reflector, connect, ...liveSettings(installation, checks) });
  const unfollow = followLiveSettings(installation, clusters);
  const following = applicationReflector(reflector, installation);
  const applications = openObjectCache(following, { kube, type: APPLICATIONS, namespace });
  await applications.ready();
  const events = createKubeEvents({ kube, component: 'argocd-application-controller', fence: leases, clock, log });
  const reconciler = createReconciler({
    kube,
    namespace,
    reflector: following,
    events,
    clusters,
    manifests,
    installation,
    clock,
    log,
    metrics,
    schemas: BUILTIN_SCHEMAS,
    leadership: leases,
    healthOverrides: checks,
  });
  manifests.start();
  await elected;
  await reconciler.start();
  return {
    installation,
    applications,
    clusters,
    manifests,
    repositories: repositoryAccess(repositoryPorts),
    plugins,
    signatures,
    liveView: reconciler.liveView,
    resourceWriter: reconciler.resourceWriter,
    standsBy: () => !leases.leads(),
    async [Symbol.asyncDispose]() {
      await reconciler.stop();
      await events.settled();
      unshard();
      await leases.stop();
      unfollow();
      applications.close();
      clusters.close();
      manifests.close();
      await pool.close();
      await plugins.close();
      installation.close();
      await git.close();
      await http.close();
    },
  };
}
