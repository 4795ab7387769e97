/** `argocd app delete NAME…`: asks first, unless told not to. */
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { ask } from '../prompt.ts';
import { waitForApplication } from '../wait.ts';

export interface AppDeleteFlags {
  readonly cascade: string | boolean;
  readonly propagationPolicy?: string;
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly appNamespace?: string;
}

export async function appDelete(
  context: CommandContext,
  names: readonly string[],
  flags: AppDeleteFlags,
): Promise<number> {
  const session = openSession(context);
  const cascade = flags.cascade !== 'false' && flags.cascade !== false;
  for (const name of names) {
    const key = parseApplicationName(name, flags.appNamespace);
    if (!flags.yes && !(await isConfirmed(name, cascade))) {
      context.output.print(`The command to delete '${name}' was cancelled.\n`);
      continue;
    }
    const query = { ...namespaceQuery(key), cascade, propagationPolicy: flags.propagationPolicy };
    await session.api.call({ method: 'DELETE', path: applicationPath(key), query });
    if (flags.wait) {
      const wanted = { sync: false, health: false, operation: false, suspended: false, degraded: false, delete: true };
      await waitForApplication(context, session, { key, wanted, seconds: 0 });
    }
    context.output.print(`application '${name}' deleted\n`);
  }
  return EXIT.ok;
}

async function isConfirmed(name: string, cascade: boolean): Promise<boolean> {
  const what = cascade ? `'${name}' and all its resources` : `'${name}' (its resources stay)`;
  return (await ask(`Are you sure you want to delete ${what}? [y/n] `)).trim().toLowerCase().startsWith('y');
}
