/** `argocd login SERVER`: asks for name and password where they are not given, and stores a context. */

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
  const plaintext = globals.plaintext ?? false;
  const insecure = globals.insecure ?? false;
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
