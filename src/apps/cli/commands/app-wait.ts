/** `argocd app wait NAME…`: without flags it waits for sync, health and the end of operations. */
import { type CommandContext, EXIT, openSession, parseApplicationName } from '../command.ts';
import { resourceTable, summary } from '../print/application.ts';
import { type Wanted, waitForApplication } from '../wait.ts';

export interface AppWaitFlags {
  readonly sync?: boolean;
  readonly health?: boolean;
  readonly operation?: boolean;
  readonly suspended?: boolean;
  readonly degraded?: boolean;
  readonly delete?: boolean;
  readonly timeout: number;
  readonly appNamespace?: string;
}

export async function appWait(context: CommandContext, names: readonly string[], flags: AppWaitFlags): Promise<number> {
  const session = openSession(context);
  const wanted = wantedOf(flags);
  for (const name of names) {
    const key = parseApplicationName(name, flags.appNamespace);
    const { app, reached } = await waitForApplication(context, session, { key, wanted, seconds: flags.timeout });
    if (app) context.output.print(`\n${summary(app, session.baseUrl)}\n\n${resourceTable(app)}`);
    if (!reached) return EXIT.error;
  }
  return EXIT.ok;
}

function wantedOf(flags: AppWaitFlags): Wanted {
  const { sync = false, health = false, operation = false, suspended = false, degraded = false } = flags;
  const none = !(sync || health || operation || suspended || degraded || flags.delete);
  return {
    sync: sync || none,
    health: health || none,
    operation: operation || none,
    suspended,
    degraded,
    delete: flags.delete ?? false,
  };
}
