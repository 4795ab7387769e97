/** `argocd app wait NAME…`: without flags it waits for sync, health and the end of operations. */
import { type CommandContext, EXIT, openSession, parseApplicationName } from '../command.ts';
import { namesBySelector } from '../names-by-selector.ts';
import { checkFinalFormat, finalState, isForPrograms } from '../print/final-state.ts';
import { parseResources } from '../resource-argument.ts';
import { type Wanted, waitForApplication } from '../wait.ts';

export interface AppWaitFlags {
  readonly sync?: boolean;
  readonly health?: boolean;
  readonly operation?: boolean;
  readonly suspended?: boolean;
  readonly degraded?: boolean;
  readonly delete?: boolean;
  readonly hydrated?: boolean;
  readonly selector?: string;
  readonly resource?: readonly string[];
  readonly output: string;
  readonly timeout: number;
  readonly appNamespace?: string;
}

/** Throws `cli.resource` and `cli.refused` (user), and `cli.rpc`. A selector that chooses nothing is nothing to wait for. */
export async function appWait(context: CommandContext, names: readonly string[], flags: AppWaitFlags): Promise<number> {
  const { output, selector, timeout: seconds } = flags;
  const resources = parseResources(flags.resource ?? []);
  checkFinalFormat(output);
  const session = openSession(context);
  const wanted = wantedOf(flags);
  const quiet = isForPrograms(output);
  for (const name of [...names, ...(await namesBySelector(session, { selector, mayBeNone: true }))]) {
    const key = parseApplicationName(name, flags.appNamespace);
    const { app, reached } = await waitForApplication(context, session, { key, wanted, seconds, resources, quiet });
    if (app) context.output.print(await finalState(session, { app, key, output, operation: wanted.operation }));
    if (!reached) return EXIT.error;
  }
  return EXIT.ok;
}

function wantedOf(flags: AppWaitFlags): Wanted {
  const { sync = false, health = false, operation = false, suspended = false, degraded = false } = flags;
  const { hydrated = false, delete: gone = false } = flags;
  const none = !(sync || health || operation || suspended || degraded || hydrated || gone);
  return {
    sync: sync || none,
    health: health || none,
    operation: operation || none,
    suspended,
    degraded,
    delete: gone,
    hydrated,
  };
}
