/** `argocd app rollback NAME [ID]`: back to an entry of the history; without an id to the one before the last (feature C26). */
import type { Application } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { followOperation } from '../follow-operation.ts';
import { checkFinalFormat } from '../print/final-state.ts';

export interface AppRollbackFlags {
  readonly prune?: boolean;
  readonly output: string;
  readonly timeout: number;
  readonly appNamespace?: string;
}

interface Target {
  readonly name: string;
  /** Id of the entry; undefined: the one before the last. */
  readonly id: number | undefined;
}

export async function appRollback(
  context: CommandContext,
  { name, id }: Target,
  flags: AppRollbackFlags,
): Promise<number> {
  checkFinalFormat(flags.output);
  const session = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const path = applicationPath(key);
  const app = await session.api.call<Application>({ path, query: namespaceQuery(key) });
  const body = { ...namespaceQuery(key), id: historyId(app, id), prune: flags.prune ?? false };
  await session.api.call<Application>({ method: 'POST', path: `${path}/rollback`, body });
  const ended = await followOperation(context, session, { key, seconds: flags.timeout, output: flags.output });
  if (ended === undefined) return EXIT.error;
  return ended.status?.operationState?.phase === 'Succeeded' ? EXIT.ok : EXIT.failed;
}

/** Throws `cli.history` (user) where there is no such entry. */
export function historyId({ metadata, status }: Application, wanted: number | undefined): number {
  const ids = (status?.history ?? []).map(({ id = 0 }) => id);
  if (wanted === undefined) {
    const previous = ids.at(-2);
    if (previous !== undefined) return previous;
    throw missing(`application '${metadata.name ?? ''}' should have at least two successful deployments`);
  }
  if (ids.includes(wanted)) return wanted;
  throw missing(`application '${metadata.name ?? ''}' does not have deployment id '${wanted}' in history`);
}

function missing(message: string): AppError {
  const hint = 'argocd app history NAME shows what there is.';
  return new AppError({ code: 'cli.history', kind: 'user', message, hint });
}
