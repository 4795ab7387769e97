/** Long work on one thread, in slices: others have their turn in between. */
import type { Clock } from '../../base/clock.ts';

/** Milliseconds that work may hold the thread. */
const SLICE = 15;

export interface Pace {
  /** Undefined while the slice lasts; else to be awaited, and then the next one begins. */
  turn(): Promise<void> | undefined;
}

export function paceOf(clock: Clock): Pace {
  let began = clock.monotonic();
  return {
    turn() {
      if (clock.monotonic() - began < SLICE) return undefined;
      return clock.sleep(0).then(() => {
        began = clock.monotonic();
      });
    },
  };
}

/** Runs work that says when it may be interrupted; its answer. */
export async function paced<Answer>(pace: Pace, work: Generator<undefined, Answer>): Promise<Answer> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    const turn = pace.turn();
    if (turn !== undefined) await turn;
  }
}
