/** `argocd app sync NAME…`: asks for the sync, waits for its end, prints what happened. */
import type { Application } from '../../../api/application/fields.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { operationSummary, resourceTable, summary } from '../print/application.ts';
import { parseResources } from '../resource-argument.ts';
import { waitForApplication } from '../wait.ts';

export interface AppSyncFlags {
  readonly revision?: string;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly strategy?: string;
  readonly resource?: readonly string[];
  readonly async?: boolean;
  readonly timeout: number;
  readonly appNamespace?: string;
}

export async function appSync(context: CommandContext, names: readonly string[], flags: AppSyncFlags): Promise<number> {
  let code: number = EXIT.ok;
  for (const name of names) code = Math.max(code, await syncOne(context, name, flags));
  return code;
}

async function syncOne(context: CommandContext, name: string, flags: AppSyncFlags): Promise<number> {
  const session = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  await session.api.call<Application>({
    method: 'POST',
    path: `${applicationPath(key)}/sync`,
    body: requestOf(key, flags),
  });
  if (flags.async) return EXIT.ok;
  const wanted = { operation: true, sync: false, health: false, suspended: false, degraded: false, delete: false };
  const { app } = await waitForApplication(context, session, { key, wanted, seconds: flags.timeout });
  if (!app) return EXIT.error;
  context.output.print(`\n${summary(app, session.baseUrl)}\n${operationSummary(app)}\n${resourceTable(app)}`);
  return outcomeOf(app, flags);
}

function requestOf(key: ReturnType<typeof parseApplicationName>, flags: AppSyncFlags): object {
  const strategy =
    flags.strategy === 'apply' ? { apply: { force: flags.force ?? false } } : { hook: { force: flags.force ?? false } };
  const resources = parseResources(flags.resource ?? []);
  return {
    ...namespaceQuery(key),
    ...(flags.revision ? { revision: flags.revision } : {}),
    prune: flags.prune ?? false,
    dryRun: flags.dryRun ?? false,
    strategy,
    ...(resources.length > 0 ? { resources } : {}),
  };
}

/** 1 where the operation did not succeed, or something stays that should be removed (surface §2.1). */
function outcomeOf({ status }: Application, { dryRun, resource }: AppSyncFlags): number {
  if (dryRun) return EXIT.ok;
  if (status?.operationState?.phase !== 'Succeeded') return EXIT.failed;
  const selected = (resource ?? []).length > 0;
  const left = (status.resources ?? []).filter(({ requiresPruning }) => requiresPruning).length;
  return left > 0 && !selected ? EXIT.failed : EXIT.ok;
}
