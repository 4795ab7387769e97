/**
 * What events of controllers are called: after the object and the time, so that a list shows them in their order. The same
 * told again has the same name as long as it is remembered, and so counts up.
 */
import type { Instant } from '../../base/clock.ts';
import type { EventAction } from './controller.ts';

const REMEMBERED = 4096;

export class EventNames {
  readonly #known = new Map<string, string>();
  #last = 0n;

  nameOf({ about, reason, message, type, source }: EventAction, now: Instant): string {
    const { uid, name = '' } = about.metadata;
    const key = JSON.stringify([about.apiVersion, about.kind, uid, type, reason, message, source]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = `${name}.${this.#nextTime(now).toString(16).padStart(16, '0')}`;
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, made);
    return made;
  }

  /** In nanoseconds, later each time. */
  #nextTime(now: Instant): bigint {
    const time = BigInt(Math.floor(now)) * 1_000_000n;
    this.#last = time > this.#last ? time : this.#last + 1n;
    return this.#last;
  }
}
