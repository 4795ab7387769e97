/** Verbs of the command line in this process, against a server of a test: what they print and how they end. */
import { type CommandContext, reportFailure } from '../apps/cli/command.ts';
import type { ApiEnvironment } from './api-environment.ts';

export interface CliOutcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type CliSession = (verb: (context: CommandContext) => Promise<number>) => Promise<CliOutcome>;

/** As this user; without one nobody is logged in. */
export async function cliSession(api: ApiEnvironment, user?: string): Promise<CliSession> {
  const authToken = user === undefined ? '' : await api.login(user);
  return async (verb) => {
    const said = { stdout: '', stderr: '' };
    const output = {
      print(text: string) {
        said.stdout += text;
      },
      complain(text: string) {
        said.stderr += text;
      },
    };
    const flags = { server: new URL(api.url).host, plaintext: true, authToken, config: '/nonexistent' };
    const context = { output, env: {}, flags, signal: new AbortController().signal };
    const exit = await verb(context).catch((error: unknown) => reportFailure(error, output));
    return { exit, ...said };
  };
}
