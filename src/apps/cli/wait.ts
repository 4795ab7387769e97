/** Waiting for an Application: watches it, prints what changed, says what it waits for. */
import type { Application, ApplicationWatchEvent } from '../../api/application/fields.ts';
import { hasCode } from '../../base/errors.ts';
import { type ApplicationName, applicationPath, type CommandContext, namespaceQuery, type Session } from './command.ts';
import { hydrationWaitsFor, NOTHING_HYDRATED } from './hydration.ts';
import { resourceRows } from './print/application.ts';
import { isChosen, type ResourceArgument } from './resource-argument.ts';

export interface Wanted {
  readonly sync: boolean;
  readonly health: boolean;
  readonly operation: boolean;
  readonly suspended: boolean;
  readonly degraded: boolean;
  readonly delete: boolean;
  readonly hydrated: boolean;
}

export interface WaitOptions {
  readonly key: ApplicationName;
  readonly wanted: Wanted;
  /** 0 waits for ever. */
  readonly seconds: number;
  /** Only how these are counts; none: the Application as a whole. */
  readonly resources?: readonly ResourceArgument[];
  /** Nothing is printed while it waits, so that what is printed at the end can be read by programs. */
  readonly quiet?: boolean;
  /** It is compared once more at the end, even where no operation was seen to start meanwhile. */
  readonly compareAnew?: boolean;
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
  const { key, wanted, seconds, resources = [], quiet = false } = options;
  const timeout = seconds > 0 ? AbortSignal.timeout(seconds * 1000) : undefined;
  const signal = timeout ? AbortSignal.any([timeout, context.signal]) : context.signal;
  const printed = new Map<string, string>();
  let app: Application | undefined;
  let changed = options.compareAnew ?? false;
  try {
    const query = { name: key.name, ...namespaceQuery(key) };
    const found = await session.api.call<Application>({ path: applicationPath(key), query: namespaceQuery(key) });
    if (wanted.hydrated && !found.spec.sourceHydrator) context.output.complain(`Warning: ${NOTHING_HYDRATED}.\n`);
    for await (const event of session.api.stream<ApplicationWatchEvent>(
      { path: '/api/v1/stream/applications', query },
      signal,
    )) {
      if (event.type === 'DELETED') return { app: undefined, reached: wanted.delete };
      app = event.application;
      changed ||= app.operation !== undefined && !app.operation.sync?.dryRun;
      if (!quiet) printChanges(context, app, { printed, resources });
      if (!wanted.delete && waitsFor(app, wanted, resources) === '')
        return { app: changed ? await latest(session, key) : app, reached: true };
    }
  } catch (error) {
    if (wanted.delete && hasCode(error, 'cli.rpc')) return { app: undefined, reached: true };
    if (!signal.aborted) throw error;
  }
  if (app) context.output.complain(`timed out: ${waitsFor(app, wanted, resources)}\n`);
  return { app, reached: false };
}

/** After an operation a refresh shows how things are now (surface §1.6). */
function latest(session: Session, key: ApplicationName): Promise<Application> {
  return session.api.call<Application>({
    path: applicationPath(key),
    query: { ...namespaceQuery(key), refresh: 'normal' },
  });
}

/** What is missing, as a sentence; empty where nothing is. Where resources are chosen, only how they are counts. */
export function waitsFor(app: Application, wanted: Wanted, resources: readonly ResourceArgument[] = []): string {
  const operation = wanted.operation ? operationWaitsFor(app) : '';
  if (operation !== '') return operation;
  const hydration = wanted.hydrated ? hydrationWaitsFor(app) : '';
  if (hydration !== '') return hydration;
  const { sync, health } = app.status ?? {};
  const whole = { sync: sync?.status ?? '', health: health?.status ?? '', message: health?.message ?? '' };
  if (resources.length === 0) return stateWaitsFor(whole, wanted);
  for (const [group = '', kind = '', namespace = '', name = '', sync = '', health = ''] of chosenRows(app, resources)) {
    const missing = stateWaitsFor({ sync, health, message: '' }, wanted);
    if (missing !== '') return `${[group, kind, namespace, name].filter((part) => part !== '').join('/')}: ${missing}`;
  }
  return '';
}

function operationWaitsFor({ operation, status }: Application): string {
  const state = status?.operationState;
  if (operation) return 'the operation has not started yet';
  if (state && !state.finishedAt) return state.message || 'the operation is running';
  const stale = state?.finishedAt && Date.parse(status?.reconciledAt ?? '') < Date.parse(state.finishedAt);
  return stale && !state.operation?.sync?.dryRun ? 'the application is compared once more after the operation' : '';
}

interface State {
  readonly sync: string;
  readonly health: string;
  readonly message: string;
}

function stateWaitsFor({ sync, health, message }: State, wanted: Wanted): string {
  if (wanted.sync && sync !== 'Synced') return `sync status is ${sync || 'Unknown'}`;
  const asked = wanted.health || wanted.suspended || wanted.degraded;
  const good = [wanted.health && 'Healthy', wanted.suspended && 'Suspended', wanted.degraded && 'Degraded'];
  if (!asked || good.includes(health)) return '';
  return `health is ${health || 'Unknown'}${message === '' ? '' : `: ${message}`}`;
}

/** Rows of the table of resources, of those that are chosen. */
function chosenRows(app: Application, resources: readonly ResourceArgument[]): readonly (readonly string[])[] {
  const rows = resourceRows(app);
  if (resources.length === 0) return rows;
  return rows.filter(([group = '', kind = '', namespace = '', name = '']) =>
    isChosen({ group, kind, namespace, name }, resources),
  );
}

const COLUMNS = [26, 12, 18, 22, 28, 12, 13, 10] as const;

interface Printing {
  /** What was printed last of each resource. */
  readonly printed: Map<string, string>;
  readonly resources: readonly ResourceArgument[];
}

function printChanges({ output }: CommandContext, app: Application, { printed, resources }: Printing): void {
  if (printed.size === 0)
    output.print(line(['TIMESTAMP', 'GROUP', 'KIND', 'NAMESPACE', 'NAME', 'STATUS', 'HEALTH', 'HOOK', 'MESSAGE']));
  for (const cells of chosenRows(app, resources)) {
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
