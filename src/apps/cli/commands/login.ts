/** `argocd login SERVER`: asks for name and password where they are not given, and stores a context. */

import { hasCode } from '../../../base/errors.ts';
import { createApiClient } from '../api-client.ts';
import { type CommandContext, EXIT } from '../command.ts';
import { defaultConfigPath, readConfig, withLogin, writeConfig } from '../config-file.ts';
import { ask, askSecret } from '../prompt.ts';

export interface LoginFlags {
  readonly username?: string;
  readonly password?: string;
  readonly name?: string;
}

export async function login(context: CommandContext, server: string, flags: LoginFlags): Promise<number> {
  const { output, env, flags: globals } = context;
  const trust = await decideTrust(context, server);
  if (trust === 'refused') return EXIT.failed;
  const plaintext = globals.plaintext ?? false;
  const insecure = trust === 'anyway';
  const username = flags.username ?? (await ask('Username: '));
  const password = flags.password ?? (await askSecret('Password: '));
  const api = createApiClient({ server, plaintext, insecure, token: '', authority: undefined });
  const { token } = await api.call<{ token: string }>({
    method: 'POST',
    path: '/api/v1/session',
    body: { username, password },
  });
  const path = globals.config ?? defaultConfigPath(env);
  const name = flags.name ?? server;
  const entry = { server, ...(insecure ? { insecure } : {}), ...(plaintext ? { 'plain-text': true } : {}) };
  writeConfig(path, withLogin(readConfig(path), { context: name, server: entry, token }));
  output.print(`'${username}:login' logged in successfully\nContext '${name}' updated\n`);
  return EXIT.ok;
}

/** Whether the server's certificate counts: as it is, anyway (the user says so), or not. Asks before a password is sent. */
async function decideTrust({ flags }: CommandContext, server: string): Promise<'verified' | 'anyway' | 'refused'> {
  if (flags.insecure) return 'anyway';
  if (flags.plaintext) return 'verified';
  try {
    await createApiClient({ server, plaintext: false, insecure: false, token: '', authority: undefined }).call({
      path: '/api/version',
    });
    return 'verified';
  } catch (error) {
    if (!hasCode(error, 'cli.certificate')) throw error;
    const answer = await ask(`WARNING: server certificate had error: ${error.message}. Proceed insecurely (y/n)? `);
    return answer.trim().toLowerCase().startsWith('y') ? 'anyway' : 'refused';
  }
}
