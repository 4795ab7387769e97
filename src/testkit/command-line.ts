/** Whole command lines in this process, flags included: what they print and how they end. */
import { Command, CommanderError } from 'commander';
import { addVerbs } from '../apps/cli/main.ts';
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
    let exit = 0;
    const print = (text: string): void => void (said.stdout += text);
    const complain = (text: string): void => void (said.stderr += text);
    const program = new Command('tiphys').exitOverride().configureOutput({ writeOut: print, writeErr: complain });
    addVerbs(program, (code) => void (exit = code), { output: { print, complain }, env });
    try {
      await program.parseAsync([...argv, '--config', '/nonexistent', ...globals], { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      exit = error.exitCode;
    }
    return { exit, ...said };
  };
}
