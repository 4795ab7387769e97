/** Which server to talk to and with which token: flags, then environment, then the current context (surface §2.1). */
import { AppError } from '../../base/errors.ts';
import { type CliConfig, defaultConfigPath, readConfig } from './config-file.ts';

export interface GlobalFlags {
  readonly server?: string;
  readonly plaintext?: boolean;
  readonly insecure?: boolean;
  readonly authToken?: string;
  readonly config?: string;
  readonly argocdContext?: string;
  readonly serverCrt?: string;
  readonly promptsEnabled?: boolean;
}

export interface Connection {
  /** `host:port`. */
  readonly server: string;
  readonly plaintext: boolean;
  readonly insecure: boolean;
  readonly token: string;
  /** PEM. */
  readonly authority: string | undefined;
}

/** Throws `cli.no-server` (user). */
export function connectionOf(flags: GlobalFlags, env: NodeJS.ProcessEnv): Connection {
  const config = readConfig(flags.config ?? defaultConfigPath(env));
  const context = contextOf(config, flags);
  const server = flags.server ?? env['ARGOCD_SERVER'] ?? context?.server;
  if (!server) {
    throw new AppError({
      code: 'cli.no-server',
      kind: 'user',
      message: 'Argo CD server address unspecified',
      hint: 'Log in first: argocd login SERVER, or give --server.',
    });
  }
  const stored = config.servers.find((entry) => entry.server === server);
  const user = config.users.find(({ name }) => name === context?.user);
  const authority = stored?.['certificate-authority-data'];
  return {
    server,
    plaintext: flags.plaintext ?? stored?.['plain-text'] ?? false,
    insecure: flags.insecure ?? stored?.insecure ?? false,
    token:
      flags.authToken ?? env['ARGOCD_AUTH_TOKEN'] ?? (context?.server === server ? (user?.['auth-token'] ?? '') : ''),
    authority: authority ? Buffer.from(authority, 'base64').toString('utf8') : undefined,
  };
}

function contextOf(config: CliConfig, { argocdContext }: GlobalFlags): CliConfig['contexts'][number] | undefined {
  const name = argocdContext ?? config['current-context'];
  const found = config.contexts.find((context) => context.name === name);
  if (argocdContext && !found) {
    const hint = `There are: ${config.contexts.map((context) => context.name).join(', ') || 'none'}.`;
    throw new AppError({ code: 'cli.no-context', kind: 'user', message: `Context '${argocdContext}' undefined`, hint });
  }
  return found;
}
