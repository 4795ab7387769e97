/** Whole command lines in this process, flags included: what they print and how they end. */
import { runLine } from '../apps/cli/run-line.ts';
import type { ApiEnvironment } from './api-environment.ts';
import type { CliOutcome } from './cli-session.ts';

export type CommandLine = (...argv: readonly string[]) => Promise<CliOutcome>;

/** As this user of a server; without a server for verbs that need none. */
export async function commandLine(
  server?: { readonly api: ApiEnvironment; readonly user: string },
  env: NodeJS.ProcessEnv = {},
): Promise<CommandLine> {
  const token = server === undefined ? '' : await server.api.login(server.user);
  const globals =
    server === undefined ? [] : ['--server', new URL(server.api.url).host, '--plaintext', '--auth-token', token];
  return async (...argv) => {
    const said = { stdout: '', stderr: '' };
    const print = (text: string): void => void (said.stdout += text);
    const complain = (text: string): void => void (said.stderr += text);
    const outside = { name: 'tiphys', description: '', output: { print, complain }, env };
    const exit = await runLine([...argv, '--config', '/nonexistent', ...globals], outside);
    return { exit, ...said };
  };
}
