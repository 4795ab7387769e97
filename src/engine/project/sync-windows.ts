/** Sync windows of a project: may this Application be synced now, and when could that change (features C25). */
import type { SyncWindow } from '../../api/app-project/fields.ts';
import type { Instant } from '../../base/clock.ts';
import { nextRun } from '../../base/cron/next-run.ts';
import { parseCron } from '../../base/cron/parse-cron.ts';
import { timeZone } from '../../base/cron/time-zone.ts';
import { readDuration } from '../../base/duration.ts';
import { matchesGlob } from '../../base/glob/glob.ts';

/** What windows select by. */
export interface WindowSubject {
  readonly name: string;
  readonly namespace: string;
  readonly server: string;
  readonly clusterName: string;
}

export interface WindowQuestion {
  readonly windows: readonly SyncWindow[];
  readonly app: WindowSubject;
  readonly now: Instant;
  /** A person asks, not automation. */
  readonly manual: boolean;
  /** When the running operation began; absent when a new one is asked for. */
  readonly startedAt?: Instant;
}

export interface WindowVerdict {
  readonly permitted: boolean;
  /** Why not; empty where it is permitted. */
  readonly reason: string;
  /** Windows that apply to the Application, and whether they are open now. */
  readonly assigned: readonly { readonly window: SyncWindow; readonly active: boolean }[];
  /** The next instant at which the answer can be another one. */
  readonly wakeAt: Instant | undefined;
}

/**
 * No window: permitted. An active deny refuses, else an active allow permits, else any allow that is defined refuses. Manual
 * syncs pass where every window that refuses says so; a running operation passes where each has `syncOverrun` and it was
 * permitted when it began. A window that cannot be read refuses.
 */
export function judgeSyncWindows(question: WindowQuestion): WindowVerdict {
  const applying = question.windows.filter((window) => applies(window, question.app));
  const states = applying.map((window) => stateOf(window, question.now));
  const broken = states.find((state) => state.kind === 'broken');
  const open = states.map((state) => state.kind === 'read' && state.active);
  const assigned = applying.map((window, index) => ({ window, active: open[index] === true }));
  const changes = states.flatMap((state) => (state.kind === 'read' ? [state.changesAt] : [])).filter(Number.isFinite);
  const wakeAt = changes.length === 0 ? undefined : Math.min(...changes);
  if (broken !== undefined) return { permitted: false, reason: broken.reason, assigned, wakeAt };
  const refusing = refusingWindows(assigned);
  const permitted = refusing.length === 0 || passes(refusing, question);
  return { permitted, reason: permitted ? '' : reasonOf(refusing), assigned, wakeAt };
}

function applies(window: SyncWindow, app: WindowSubject): boolean {
  const any = (patterns: readonly string[] | undefined, ...texts: readonly string[]): boolean | undefined =>
    patterns === undefined || patterns.length === 0
      ? undefined
      : patterns.some((pattern) => texts.some((text) => text !== '' && matchesGlob(pattern, text)));
  const answers = [
    any(window.applications, app.name),
    any(window.clusters, app.server, app.clusterName),
    any(window.namespaces, app.namespace),
  ].filter((answer) => answer !== undefined);
  if (answers.length === 0) return false;
  return window.andOperator === true ? answers.every(Boolean) : answers.some(Boolean);
}

type WindowState =
  | { readonly kind: 'read'; readonly active: boolean; readonly changesAt: Instant }
  | { readonly kind: 'broken'; readonly reason: string };

function stateOf(window: SyncWindow, now: Instant): WindowState {
  const schedule = parseCron(window.schedule ?? '');
  const duration = readDuration(window.duration ?? '');
  if (schedule === undefined) return broken(`schedule '${window.schedule ?? ''}'`);
  if (duration === undefined) return broken(`duration '${window.duration ?? ''}'`);
  const zone = timeZone(window.timeZone ?? '');
  const runsAfter = (instant: Instant) => nextRun(schedule, instant, zone);
  const began = runsAfter(now - duration);
  if (began !== undefined && began < now) {
    return { kind: 'read', active: true, changesAt: closesAt(began, duration, runsAfter) };
  }
  return { kind: 'read', active: false, changesAt: (runsAfter(now) ?? Number.POSITIVE_INFINITY) + 1 };
}

const LONGEST_CHAIN = 60;

/** The end of an open window. One that opens again before it ends stays open; of endless ones a good part is looked at. */
function closesAt(began: Instant, duration: number, runsAfter: (instant: Instant) => Instant | undefined): Instant {
  let end = began + duration;
  for (let links = 0; links < LONGEST_CHAIN; links++) {
    const next = runsAfter(end - duration);
    if (next === undefined || next > end) return end;
    end = next + duration;
  }
  return end;
}

function broken(what: string): WindowState {
  return { kind: 'broken', reason: `cannot read sync window: ${what} is invalid` };
}

function refusingWindows(assigned: WindowVerdict['assigned']): readonly SyncWindow[] {
  const denies = assigned.filter(({ window, active }) => active && window.kind === 'deny');
  if (denies.length > 0) return denies.map(({ window }) => window);
  const allows = assigned.filter(({ window }) => window.kind === 'allow');
  return allows.some(({ active }) => active) ? [] : allows.map(({ window }) => window);
}

function passes(refusing: readonly SyncWindow[], question: WindowQuestion): boolean {
  if (question.manual && refusing.every((window) => window.manualSync === true)) return true;
  const { startedAt, ...rest } = question;
  if (startedAt === undefined || !refusing.every((window) => window.syncOverrun === true)) return false;
  return judgeSyncWindows({ ...rest, now: startedAt }).permitted;
}

function reasonOf(refusing: readonly SyncWindow[]): string {
  const [first] = refusing;
  const described = `${first?.kind} window '${first?.schedule} for ${first?.duration}'`;
  return first?.kind === 'deny' ? `${described} is active` : `no allow window is active (${described} is defined)`;
}
