/** The product's own source service with repositories of this machine: opened for one command, closed after it. */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitCli } from '../../../adapters/git-cli/git-cli.ts';
import { createGpgCli } from '../../../adapters/gpg-cli/gpg-cli.ts';
import { createHelmRepo } from '../../../adapters/helm-repo/helm-repo.ts';
import { createHttpClient } from '../../../adapters/http-client/http-client.ts';
import { createOci } from '../../../adapters/oci/oci.ts';
import { systemClock } from '../../../adapters/system-clock/system-clock.ts';
import { AppError } from '../../../base/errors.ts';
import type { GitPort } from '../../../ports/git.ts';
import type { HttpPort } from '../../../ports/http.ts';
import type { LogPort } from '../../../ports/log.ts';
import type { ManifestService } from '../../../ports/manifest-service.ts';
import type { MetricsPort } from '../../../ports/metrics.ts';
import type { PluginPort } from '../../../ports/plugins.ts';
import type { InstallationPort } from '../../../ports/settings.ts';
import type { Renderer } from '../../../render/contract.ts';
import { createManifestService } from '../../../services/source/index.ts';
import { VERSION } from '../../version.ts';
import { gitEgress } from '../../wiring/git-egress.ts';
import { openPlugins } from '../../wiring/plugins.ts';
import { offlineFault } from './local-git.ts';

export interface Machinery extends AsyncDisposable {
  /** Reads folders of this machine, as remotes. */
  readonly clones: GitPort;
  /** Undefined: nothing is asked of other machines. */
  readonly network: GitPort | undefined;
  /** The source service over a Git port. `around`: what stands between it and plugins. */
  service(git: GitPort, installation: InstallationPort, renderer: Renderer, around?: AroundPlugins): ManifestService;
}

export type AroundPlugins = (plugins: PluginPort) => PluginPort;

export interface MachineryOptions {
  readonly offline: boolean;
  /** Of documents whose commands are run here. */
  readonly plugins?: string | undefined;
  /** Of the sockets of sidecars. */
  readonly pluginSockets?: string | undefined;
}

/** Mirrors of repositories last as long as the command. Throws `cli.usage` (user). */
export async function openMachinery({ offline, ...folders }: MachineryOptions): Promise<Machinery> {
  for (const [flag, path] of Object.entries({ plugins: folders.plugins, 'plugin-sockets': folders.pluginSockets }))
    refuseAbsentFolder(flag, path);
  await using closing = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'tiphys-render-'));
  closing.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const clones = await createGitCli({ cacheFolder: join(folder, 'clones'), allowFile: true });
  closing.defer(() => clones.close());
  const network = offline
    ? undefined
    : await createGitCli({ cacheFolder: join(folder, 'mirrors'), egress: gitEgress('any') });
  if (network !== undefined) closing.defer(() => network.close());
  const client = offline ? undefined : createHttpClient({ egress: 'any', userAgent: `tiphys/${VERSION}` });
  if (client !== undefined) closing.defer(() => client.close());
  const http: HttpPort = client ?? { exchange: ({ url }) => Promise.reject(offlineFault(url)) };
  const plugins = openPlugins({ commands: folders.plugins, sockets: folders.pluginSockets }, QUIET);
  closing.defer(() => plugins.close());
  const kept = closing.move();
  return {
    clones,
    network,
    service(git, installation, renderer, around = (port) => port) {
      const service = createManifestService({
        git,
        http,
        installation,
        renderer,
        helmRepo: createHelmRepo({ http, clock: systemClock }),
        oci: createOci({ http, clock: systemClock }),
        signatures: createGpgCli(),
        plugins: around(plugins),
        clock: systemClock,
        metrics: SILENT,
        log: QUIET,
        random: Math.random,
        entropy: () => randomBytes(32),
        // Nothing is rendered twice, unless it is to be.
        renderBudget: 0,
      });
      kept.defer(() => service.close());
      return service;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Throws `cli.usage` (user): without its folder every plugin would just be missing. */
function refuseAbsentFolder(flag: string, path: string | undefined): void {
  if (path === undefined || statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new AppError({ code: 'cli.usage', kind: 'user', message: `--${flag} ${path}: no such folder` });
}

/** What is wrong is told by the outcome of each Application. */
const QUIET: LogPort = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => QUIET,
};

const SILENT: MetricsPort = { count: () => undefined, gauge: () => undefined, observe: () => undefined };
