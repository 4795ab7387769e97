/** What every verb of the command line gets, and how it ends. */
import { AppError } from '../../base/errors.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type Connection, connectionOf, type GlobalFlags } from './connection.ts';

/** Exit codes that scripts rely on (surface §2.1). */
export const EXIT = { ok: 0, failed: 1, different: 1, usage: 2, error: 20 } as const;

/** The code of faults that scripts see as 1: what `argocd` itself refuses before it asks a server. */
export const FATAL = 'cli.fatal';

export interface Output {
  print(text: string): void;
  complain(text: string): void;
}

export interface CommandContext {
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly flags: GlobalFlags;
  /** Ends with Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface Session {
  readonly api: ApiClient;
  readonly connection: Connection;
  /** Address of the page, for links. */
  readonly baseUrl: string;
}

export function openSession({ flags, env }: CommandContext): Session {
  const connection = connectionOf(flags, env);
  const baseUrl = `${connection.plaintext ? 'http' : 'https'}://${connection.server}`;
  return { api: createApiClient(connection), connection, baseUrl };
}

export interface ApplicationName {
  readonly name: string;
  /** Empty: the namespace of the control plane. */
  readonly namespace: string;
}

/** `name` or `namespace/name`; the flag names the namespace where the argument does not. */
export function parseApplicationName(text: string, flag = ''): ApplicationName {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text, namespace: flag } : { name: text.slice(slash + 1), namespace: text.slice(0, slash) };
}

export function applicationPath({ name }: ApplicationName): string {
  return `/api/v1/applications/${encodeURIComponent(name)}`;
}

export function namespaceQuery({ namespace }: ApplicationName): { readonly appNamespace?: string } {
  return namespace === '' ? {} : { appNamespace: namespace };
}

/** One plain sentence on standard error, and the exit code. */
export function reportFailure(error: unknown, output: Output): number {
  if (!(error instanceof AppError)) throw error;
  output.complain(`${error.message}${error.hint ? `\n${error.hint}` : ''}\n`);
  return error.code === FATAL ? EXIT.failed : EXIT.error;
}
