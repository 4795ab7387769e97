/** Waiting for an Application: watches it, prints what changed, says what it waits for. */
import type { Application, ApplicationWatchEvent } from '../../api/application/fields.ts';
import { hasCode } from '../../base/errors.ts';
import { type ApplicationName, applicationPath, type CommandContext, namespaceQuery, type Session } from './command.ts';

export interface Wanted {
  readonly sync: boolean;
  readonly health: boolean;
  readonly operation: boolean;
  readonly suspended: boolean;
  readonly degraded: boolean;
  readonly delete: boolean;
}

export interface WaitOptions {
  readonly key: ApplicationName;
  readonly wanted: Wanted;
  /** 0 waits for ever. */
  readonly seconds: number;
}

export interface WaitResult {
  /** The last state; undefined where it was deleted. */
  readonly app: Application | undefined;
  readonly reached: boolean;
}

export async function waitForApplication(
  context: CommandContext,
  session: Session,
  options: WaitOptions,
): Promise<WaitResult> {
  const { key, wanted, seconds } = options;
  const timeout = seconds > 0 ? AbortSignal.timeout(seconds * 1000) : undefined;
  const signal = timeout ? AbortSignal.any([timeout, context.signal]) : context.signal;
  const printed = new Map<string, string>();
  let app: Application | undefined;
  try {
    const query = { name: key.name, ...namespaceQuery(key) };
    await session.api.call({ path: applicationPath(key), query: namespaceQuery(key) });
    for await (const event of session.api.stream<ApplicationWatchEvent>(
      { path: '/api/v1/stream/applications', query },
      signal,
    )) {
      if (event.type === 'DELETED') return { app: undefined, reached: wanted.delete };
      app = event.application;
      printChanges(context, app, printed);
      if (!wanted.delete && isReached(app, wanted)) return { app: await latest(session, key), reached: true };
    }
  } catch (error) {
    if (wanted.delete && hasCode(error, 'cli.rpc')) return { app: undefined, reached: true };
    if (!signal.aborted) throw error;
  }
  if (app) context.output.complain(`timed out: ${waitsFor(app, wanted)}\n`);
  return { app, reached: false };
}

/** After an operation a refresh shows how things are now (surface §1.6). */
function latest(session: Session, key: ApplicationName): Promise<Application> {
  return session.api.call<Application>({
    path: applicationPath(key),
    query: { ...namespaceQuery(key), refresh: 'normal' },
  });
}

export function isReached(app: Application, wanted: Wanted): boolean {
  return waitsFor(app, wanted) === '';
}

/** What is missing, as a sentence; empty where nothing is. */
export function waitsFor({ operation, status }: Application, wanted: Wanted): string {
  const state = status?.operationState;
  if (wanted.operation) {
    if (operation) return 'the operation has not started yet';
    if (state && !state.finishedAt) return state.message || 'the operation is running';
    const stale = state?.finishedAt && Date.parse(status?.reconciledAt ?? '') < Date.parse(state.finishedAt);
    if (stale && !state.operation?.sync?.dryRun) return 'the application is compared once more after the operation';
  }
  if (wanted.sync && status?.sync?.status !== 'Synced') return `sync status is ${status?.sync?.status ?? 'Unknown'}`;
  const asked = wanted.health || wanted.suspended || wanted.degraded;
  const good = [wanted.health && 'Healthy', wanted.suspended && 'Suspended', wanted.degraded && 'Degraded'];
  const health = status?.health?.status ?? 'Unknown';
  if (asked && !good.includes(health))
    return `health is ${health}${status?.health?.message ? `: ${status.health.message}` : ''}`;
  return '';
}

const COLUMNS = [26, 12, 18, 22, 28, 12, 13, 10] as const;

function printChanges({ output }: CommandContext, app: Application, printed: Map<string, string>): void {
  const results = app.status?.operationState?.syncResult?.resources ?? [];
  if (printed.size === 0)
    output.print(line(['TIMESTAMP', 'GROUP', 'KIND', 'NAMESPACE', 'NAME', 'STATUS', 'HEALTH', 'HOOK', 'MESSAGE']));
  for (const { group = '', kind = '', namespace = '', name = '', status = '', health } of app.status?.resources ?? []) {
    const result = results.find(
      (one) => one.kind === kind && one.name === name && one.namespace === namespace && one.group === group,
    );
    const cells = [
      group,
      kind,
      namespace,
      name,
      status,
      health?.status ?? '',
      result?.hookType ?? '',
      result?.message ?? '',
    ];
    const key = cells.slice(0, 4).join('/');
    if (printed.get(key) === cells.join()) continue;
    printed.set(key, cells.join());
    output.print(line([new Date().toISOString().replace(/\.\d+Z$/, '+00:00'), ...cells]));
  }
}

function line(cells: readonly string[]): string {
  return `${cells
    .map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0))
    .join(' ')
    .trimEnd()}\n`;
}
