/** `argocd app delete NAME…`: on a terminal it asks first, unless told not to. */
import { AppError } from '../../../base/errors.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  FATAL,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { namesBySelector } from '../names-by-selector.ts';
import { ask } from '../prompt.ts';
import { waitForApplication } from '../wait.ts';

export interface AppDeleteFlags {
  readonly cascade: boolean;
  readonly selector?: string;
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
  const { cascade } = flags;
  const selected = flags.selector ? await namesBySelector(session, { selector: flags.selector }) : [];
  const chosen = selected.length > 0 ? selected : names;
  if (chosen.length === 0)
    throw new AppError({
      code: FATAL,
      kind: 'user',
      message: 'Name the applications to delete, or choose them by --selector.',
    });
  // In scripts nothing is asked, nor where only the Application goes.
  const asks = cascade && process.stdout.isTTY === true && !flags.yes;
  for (const name of chosen) {
    const key = parseApplicationName(name, flags.appNamespace);
    if (asks && !(await isConfirmed(name))) {
      context.output.print(`The command to delete '${name}' was cancelled.\n`);
      continue;
    }
    const query = { ...namespaceQuery(key), cascade, propagationPolicy: flags.propagationPolicy };
    await session.api.call({ method: 'DELETE', path: applicationPath(key), query });
    if (flags.wait) {
      const wanted = {
        sync: false,
        health: false,
        operation: false,
        suspended: false,
        degraded: false,
        delete: true,
        hydrated: false,
      };
      await waitForApplication(context, session, { key, wanted, seconds: 0 });
    }
    context.output.print(`application '${name}' deleted\n`);
  }
  return EXIT.ok;
}

async function isConfirmed(name: string): Promise<boolean> {
  const answer = await ask(`Are you sure you want to delete '${name}' and all its resources? [y/n] `);
  return answer.trim().toLowerCase().startsWith('y');
}
