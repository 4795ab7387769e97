/**
 * Events that wait until it is clear that they are worth a write. A status that is passed through within a moment is not told,
 * only where it led; the start of an automated sync is not told where its success follows before anybody could have looked.
 * What fails or lasts is told whole.
 */
import type { Clock, Instant, Timer } from '../../base/clock.ts';
import { type ApplicationView, appKeyText } from './application-view.ts';

export type EventReason = 'OperationStarted' | 'OperationCompleted' | 'ResourceUpdated';

export interface EventText {
  readonly view: ApplicationView;
  readonly type?: 'Normal' | 'Warning';
  readonly reason: EventReason;
  readonly message: string;
  readonly at: Instant;
}

export interface StatusChange {
  readonly what: 'sync' | 'health';
  readonly from: string;
  readonly to: string;
}

/** How long a status must stand. */
const STANDS = 1_000;
/** How long changes, or an operation, may hold everything back. */
const LONGEST = 10_000;

interface Held {
  readonly since: Instant;
  timer: Timer;
  view: ApplicationView;
  start: EventText | undefined;
  readonly changes: Map<StatusChange['what'], StatusChange & { readonly at: Instant }>;
}

export class HeldEvents {
  private readonly clock: Clock;
  private readonly write: (event: EventText) => void;
  private readonly held = new Map<string, Held>();

  constructor(clock: Clock, write: (event: EventText) => void) {
    this.clock = clock;
    this.write = write;
  }

  changed(view: ApplicationView, change: StatusChange): void {
    const held = this.of(view);
    const from = held.changes.get(change.what)?.from ?? change.from;
    held.changes.set(change.what, { ...change, from, at: this.clock.now() });
    held.timer.cancel();
    held.timer = this.later(appKeyText(view.key), held.since);
  }

  started(view: ApplicationView, message: string): void {
    this.of(view).start = { view, reason: 'OperationStarted', message, at: this.clock.now() };
  }

  ended(view: ApplicationView, failed: boolean): void {
    const held = this.held.get(appKeyText(view.key));
    if (held?.start !== undefined && failed) this.write(held.start);
    if (held !== undefined) held.start = undefined;
  }

  flush(): void {
    for (const key of [...this.held.keys()]) this.tell(key);
  }

  private of(view: ApplicationView): Held {
    const key = appKeyText(view.key);
    const known = this.held.get(key);
    if (known !== undefined) {
      known.view = view;
      return known;
    }
    const since = this.clock.now();
    const made = { since, view, start: undefined, changes: new Map(), timer: this.later(key, since) };
    this.held.set(key, made);
    return made;
  }

  private later(key: string, since: Instant): Timer {
    const left = since + LONGEST - this.clock.now();
    return this.clock.after(Math.max(0, Math.min(STANDS, left)), () => this.due(key));
  }

  private due(key: string): void {
    const held = this.held.get(key);
    if (held === undefined) return;
    const isBusy = held.start !== undefined && this.clock.now() - held.since < LONGEST;
    if (isBusy) held.timer = this.later(key, held.since);
    else this.tell(key);
  }

  private tell(key: string): void {
    const held = this.held.get(key);
    if (held === undefined) return;
    held.timer.cancel();
    this.held.delete(key);
    if (held.start !== undefined) this.write(held.start);
    for (const { what, from, to, at } of held.changes.values()) {
      if (from === to) continue;
      this.write({
        view: held.view,
        reason: 'ResourceUpdated',
        message: `Updated ${what} status: ${from} -> ${to}`,
        at,
      });
    }
  }
}
