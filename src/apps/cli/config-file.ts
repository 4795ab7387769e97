/** The command line's configuration: contexts, servers and tokens, in the file that `argocd` uses (surface §2.1). */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { writeYaml } from '../../lang/yaml/write.ts';

export interface ContextEntry {
  readonly name: string;
  readonly server: string;
  readonly user: string;
}

export interface ServerEntry {
  readonly server: string;
  readonly insecure?: boolean;
  readonly 'plain-text'?: boolean;
  readonly 'grpc-web'?: boolean;
  readonly 'grpc-web-root-path'?: string;
  readonly 'certificate-authority-data'?: string;
}

export interface UserEntry {
  readonly name: string;
  readonly 'auth-token'?: string;
  readonly 'refresh-token'?: string;
}

export interface CliConfig {
  readonly 'current-context': string;
  readonly contexts: readonly ContextEntry[];
  readonly servers: readonly ServerEntry[];
  readonly users: readonly UserEntry[];
  readonly 'prompts-enabled'?: boolean;
}

const EMPTY: CliConfig = { contexts: [], 'current-context': '', servers: [], users: [] };

export function defaultConfigPath(env: NodeJS.ProcessEnv): string {
  if (env['ARGOCD_CONFIG_DIR']) return join(env['ARGOCD_CONFIG_DIR'], 'config');
  const legacy = join(homedir(), '.argocd');
  if (existsSync(legacy)) return join(legacy, 'config');
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'argocd', 'config');
}

/** The empty configuration where the file is absent. Throws `cli.config` (user) where it may be read by others or is no YAML. */
export function readConfig(path: string): CliConfig {
  if (!existsSync(path)) return EMPTY;
  const mode = statSync(path).mode & 0o777;
  if (mode !== 0o600 && mode !== 0o400) {
    throw configError(`config file has incorrect permission flags: ${mode.toString(8)}`, `Run: chmod 600 ${path}`);
  }
  const value = readYaml(readFileSync(path, 'utf8')) as unknown as Partial<CliConfig> | null;
  return { ...EMPTY, ...(value ?? {}) };
}

/** Replaces the file in one step; nobody else can read it. */
export function writeConfig(path: string, config: CliConfig): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, writeYaml(config as unknown as Json), { mode: 0o600 });
  renameSync(draft, path);
}

export interface LoginEntry {
  readonly context: string;
  readonly server: ServerEntry;
  readonly token: string;
}

/** The configuration with a context added or replaced, and made current. */
export function withLogin(config: CliConfig, { context, server, token }: LoginEntry): CliConfig {
  const replace = <T>(list: readonly T[], entry: T, same: (one: T) => boolean): readonly T[] => [
    ...list.filter((one) => !same(one)),
    entry,
  ];
  return {
    ...config,
    'current-context': context,
    contexts: replace(
      config.contexts,
      { name: context, server: server.server, user: context },
      ({ name }) => name === context,
    ),
    servers: replace(config.servers, server, (one) => one.server === server.server),
    users: replace(config.users, { name: context, 'auth-token': token }, ({ name }) => name === context),
  };
}

function configError(message: string, hint: string): AppError {
  return new AppError({ code: 'cli.config', kind: 'user', message, hint });
}
