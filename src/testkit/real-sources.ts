/** The source service over real Git: a server on loopback, mirrors in a folder of its own. `await using sources = await realSources()`. */
import { join } from 'node:path';
import { createGitCli, type GitCliOptions } from '../adapters/git-cli/git-cli.ts';
import type { GitServerOptions } from '../adapters/git-server/git-server.ts';
import type { Clock } from '../base/clock.ts';
import type { RenderRequest, RenderResult } from '../ports/manifest-service.ts';
import { createManifestService, type RunningManifestService } from '../services/source/index.ts';
import { FakeClock } from './fake-clock.ts';
import { type GitEnvironment, gitEnvironment } from './git-environment.ts';
import { type MemoryInstallation, memoryInstallation } from './memory-installation.ts';
import { memoryLog } from './memory-log.ts';
import { type MemoryMetrics, memoryMetrics } from './memory-metrics.ts';
import { createMemoryOutside } from './memory-outside.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface RealSources extends AsyncDisposable {
  readonly git: GitEnvironment;
  readonly service: RunningManifestService;
  readonly metrics: MemoryMetrics;
  readonly installation: MemoryInstallation;
  /** Folder of the mirrors. */
  readonly mirrors: string;
}

export interface RealSourcesOptions {
  readonly server?: Omit<GitServerOptions, 'root'>;
  readonly port?: Partial<GitCliOptions>;
  /** Default: a fake one that stands. */
  readonly clock?: Clock;
}

export async function realSources({ server, port, clock }: RealSourcesOptions = {}): Promise<RealSources> {
  const git = await gitEnvironment(server);
  const folder = await temporaryFolder();
  const mirrors = join(folder.path, 'mirrors');
  const gitPort = await createGitCli({ cacheFolder: mirrors, ...port });
  const [metrics, installation, time] = [memoryMetrics(), memoryInstallation(), clock ?? new FakeClock()];
  const service = createManifestService({
    ...{ git: gitPort, installation, clock: time, metrics, log: memoryLog() },
    random: () => 0,
    ...createMemoryOutside(time).ports,
  });
  return {
    ...{ git, service, metrics, installation, mirrors },
    async [Symbol.asyncDispose]() {
      await service.close();
      await gitPort.close();
      await git[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** What an Application asks for its one source, as the newest commit has it. */
export function sourceRequest(
  source: RenderRequest['sources'][number],
  more: Partial<RenderRequest> = {},
): RenderRequest {
  return {
    appName: 'guestbook',
    project: 'default',
    namespace: 'prod',
    sources: [{ path: '.', targetRevision: 'main', ...source }],
    revisions: [],
    kubeVersion: '1.35.4',
    apiVersions: [],
    refresh: 'latest',
    ...more,
  };
}

/** `data.v` of the ConfigMaps of a result, or why there are none. */
export function valuesOf(result: RenderResult): readonly unknown[] | string {
  if (result.kind === 'failed') return result.message;
  return result.sources.flatMap(({ manifests }) =>
    manifests.map(({ object }) => (object['data'] as { readonly v?: unknown } | undefined)?.v),
  );
}

/** A ConfigMap whose `data.v` is this. */
export function valueMap(value: string, name = 'a'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {v: "${value}"}\n`;
}
