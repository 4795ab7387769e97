/** How a function runs within a coroutine. */
import type { Frame, Signal } from './frame.ts';
import type { Results } from './value.ts';

/**
 * Stops where a function is to be called that may yield, or where it yields: the frame holds what is called and with what, as
 * for `TAIL_CALL`. It goes on with the results.
 */
export type Steps = (frame: Frame) => Generator<void, Signal, Results>;
