/** `argocd app terminate-op NAME`: asks the running operation to end. */
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';

export interface AppTerminateFlags {
  readonly appNamespace?: string;
}

export async function appTerminate(context: CommandContext, name: string, flags: AppTerminateFlags): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  await api.call({ method: 'DELETE', path: `${applicationPath(key)}/operation`, query: namespaceQuery(key) });
  context.output.print(`Application '${key.name}' operation terminating\n`);
  return EXIT.ok;
}
