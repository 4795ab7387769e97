/**
 * The source service with every way out that the product has, and an installation that is made of Secrets and ConfigMaps as
 * people write them: for tests with real servers. `await using sources = await connectedSources()`.
 */
import { join } from 'node:path';
import { createGitCli } from '../adapters/git-cli/git-cli.ts';
import { createHelmRepo } from '../adapters/helm-repo/helm-repo.ts';
import { createHttpClient } from '../adapters/http-client/http-client.ts';
import { azureWorkload } from '../adapters/issued-tokens/azure-workload.ts';
import { createTokenIssuer } from '../adapters/issued-tokens/token-issuer.ts';
import {
  gitWithIssuedTokens,
  helmRepoWithIssuedTokens,
  ociWithIssuedTokens,
} from '../adapters/issued-tokens/with-issued-tokens.ts';
import { createOci } from '../adapters/oci/oci.ts';
import type { Clock } from '../base/clock.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { RenderRequest } from '../ports/manifest-service.ts';
import type { Installation, InstallationPort } from '../ports/settings.ts';
import { installationOf } from '../services/installation/index.ts';
import { createManifestService, type RunningManifestService } from '../services/source/index.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryLog } from './memory-log.ts';
import { memoryMetrics } from './memory-metrics.ts';
import { createMemorySignatures } from './memory-signatures.ts';
import { sourceRequest, valuesOf } from './real-sources.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Texts = Readonly<Record<string, string>>;

/** What the control plane's namespace holds about repositories. */
export interface StoredSettings {
  /** Secrets of type `repository` and `repo-creds`, each by its keys. */
  readonly repositories?: readonly Texts[];
  readonly templates?: readonly Texts[];
  /** `argocd-tls-certs-cm`. */
  readonly certificates?: Texts;
  /** `ssh_known_hosts` of `argocd-ssh-known-hosts-cm`. */
  readonly knownHosts?: string;
  /** `argocd-cmd-params-cm`. */
  readonly parameters?: Texts;
}

export interface ConnectedSources extends AsyncDisposable {
  readonly service: RunningManifestService;
  readonly installation: InstallationPort;
  readonly clock: FakeClock;
  /** Folder of the mirrors. */
  readonly mirrors: string;
  /** Puts these objects in the place of those before, as an informer tells it. */
  store(settings: StoredSettings): void;
  /** `data.v` of the ConfigMaps that a refresh renders, or the message of its condition. */
  refresh(
    source: RenderRequest['sources'][number],
    more?: Partial<RenderRequest>,
  ): Promise<readonly unknown[] | string>;
}

/** `environment`: of the process, for the identity that Azure gives to a pod. */
export async function connectedSources(environment: Texts = {}): Promise<ConnectedSources> {
  const stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const clock = new FakeClock();
  const mirrors = join(folder.path, 'mirrors');
  const git = await createGitCli({ cacheFolder: mirrors });
  stack.defer(() => git.close());
  const { store, installation } = storedInstallation();
  const service = createManifestService({
    ...outwardPorts({ git, clock, environment }, stack),
    ...{ installation, clock, metrics: memoryMetrics(), log: memoryLog() },
    random: () => 0,
    entropy: () => new Uint8Array(32),
    signatures: createMemorySignatures(),
  });
  service.start();
  stack.defer(() => service.close());
  return {
    ...{ service, installation, clock, mirrors, store },
    refresh: async (source, more) => valuesOf(await service.render(sourceRequest(source, more))),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

interface Outward {
  readonly git: Parameters<typeof gitWithIssuedTokens>[0];
  readonly clock: Clock;
  readonly environment: Texts;
}

function outwardPorts(
  { git, clock, environment }: Outward,
  stack: AsyncDisposableStack,
): Pick<Parameters<typeof createManifestService>[0], 'git' | 'helmRepo' | 'oci' | 'http'> {
  const http = createHttpClient({ egress: 'any', userAgent: 'test' });
  stack.defer(() => http.close());
  const issuer = createTokenIssuer({ http, clock, azure: azureWorkload(environment) });
  return {
    http,
    git: gitWithIssuedTokens(git, issuer),
    helmRepo: helmRepoWithIssuedTokens(createHelmRepo({ http, clock }), issuer),
    oci: ociWithIssuedTokens(createOci({ http, clock }), issuer),
  };
}

function storedInstallation(): Pick<ConnectedSources, 'installation' | 'store'> {
  const listeners = new Set<(installation: Installation) => void>();
  let current = snapshot({}, undefined);
  return {
    installation: {
      current: () => current,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    store(settings) {
      current = snapshot(settings, current);
      for (const listener of listeners) listener(current);
    },
  };
}

function snapshot(settings: StoredSettings, previous: Installation | undefined): Installation {
  const { repositories = [], templates = [], certificates = {}, knownHosts = '', parameters = {} } = settings;
  const secrets = [
    ...repositories.map((data, at) => secret(`repository-${at}`, 'repository', data)),
    ...templates.map((data, at) => secret(`template-${at}`, 'repo-creds', data)),
  ];
  const maps = [
    configMap('argocd-tls-certs-cm', certificates),
    configMap('argocd-ssh-known-hosts-cm', { ssh_known_hosts: knownHosts }),
    configMap('argocd-cmd-params-cm', parameters),
  ];
  return installationOf({ maps: byName(maps), secrets: byName(secrets), projects: new Map() }, previous);
}

function secret(name: string, type: string, data: Texts): KubeObject {
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  const labels = { 'argocd.argoproj.io/secret-type': type };
  const metadata = { name, namespace: 'argocd', labels };
  return { apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(encoded) };
}

function configMap(name: string, data: Texts): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'argocd' }, data };
}

function byName(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [object.metadata.name ?? '', object]));
}
