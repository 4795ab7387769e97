/** Where a pattern fits. Ways not taken wait on a list of our own, so that long texts need no stack. */
import type { Pattern, Step } from './pattern.ts';
import { PatternFault } from './pattern-fault.ts';

/** Start and end by pairs: the whole match, then the captures. An end of -1 is a capture of a position. */
export type Match = readonly number[];

export const POSITION = -1;

export interface Search {
  readonly from: number;
  /** How many matches are wanted; below zero all. */
  readonly limit: number;
  /** Told how much was done, now and then. */
  spend(steps: number): void;
}

/** The matches from left to right; none overlaps another. Throws `PatternFault` for a reference to no capture. */
export function findMatches(pattern: Pattern, text: string, search: Search): readonly Match[] {
  const found: Match[] = [];
  let start = search.from;
  while (start <= text.length) {
    const match = matchAt(pattern.steps, text, { start, spend: search.spend });
    if (match !== undefined) found.push(match);
    // After the attempt, not before: a limit of zero ends the search only where the first attempt fails.
    if (pattern.anchored || found.length === search.limit) break;
    start = Math.max(start + 1, match?.[1] ?? 0);
  }
  return found;
}

const SPEND_EVERY = 256;
const MAX_WAITING = 1_000_000;

interface Attempt {
  readonly text: string;
  step: number;
  at: number;
  /** Where marks were set. */
  readonly places: number[];
  /** What marks were before, to undo them. */
  readonly trail: number[];
  /** Ways not taken: step, position, length of the trail. */
  readonly waiting: number[];
  /** What was done and not told yet. */
  done: number;
}

function matchAt(
  steps: readonly Step[],
  text: string,
  { start, spend }: { readonly start: number; readonly spend: (steps: number) => void },
): Match | undefined {
  const attempt: Attempt = { text, step: 0, at: start, places: [], trail: [], waiting: [], done: 0 };
  const tell = (): void => {
    spend(attempt.done);
    attempt.done = 0;
  };
  for (;;) {
    if (++attempt.done >= SPEND_EVERY) tell();
    const step = steps[attempt.step];
    if (step === undefined || step.kind === 'done' || (step.kind === 'tail' && attempt.at >= text.length)) break;
    if (!take(attempt, step) && !goBack(attempt)) {
      tell();
      return undefined;
    }
  }
  tell();
  return attempt.places;
}

/** One step forward; false where it does not fit. */
function take(attempt: Attempt, step: Step): boolean {
  const { text, places } = attempt;
  switch (step.kind) {
    case 'byte':
      if (attempt.at >= text.length || !step.test(text.charCodeAt(attempt.at))) return false;
      attempt.at++;
      break;
    case 'fork':
      if (attempt.waiting.length > MAX_WAITING * 3) throw new PatternFault('pattern/input too complex');
      attempt.waiting.push(step.second, attempt.at, attempt.trail.length);
      attempt.step = step.first;
      return true;
    case 'jump':
      attempt.step = step.to;
      return true;
    case 'mark':
      setPlace(attempt, step.place, attempt.at);
      break;
    case 'position':
      setPlace(attempt, step.place, attempt.at + 1);
      setPlace(attempt, step.place + 1, POSITION);
      break;
    case 'balance':
      return takeBalanced(attempt, step);
    case 'again':
      if (step.place + 1 >= places.length) throw new PatternFault('invalid capture index');
      return takeAgain(attempt, step.place);
    default:
      return false;
  }
  attempt.step++;
  return true;
}

function setPlace({ places, trail }: Attempt, place: number, value: number): void {
  while (places.length <= place) places.push(0);
  trail.push(place, places[place] ?? 0);
  places[place] = value;
}

function goBack(attempt: Attempt): boolean {
  const { waiting, trail, places } = attempt;
  const keep = waiting.pop();
  if (keep === undefined) return false;
  attempt.at = waiting.pop() ?? 0;
  attempt.step = waiting.pop() ?? 0;
  while (trail.length > keep) {
    const before = trail.pop() ?? 0;
    places[trail.pop() ?? 0] = before;
  }
  return true;
}

function takeBalanced(attempt: Attempt, { open, close }: Extract<Step, { kind: 'balance' }>): boolean {
  const { text } = attempt;
  if (attempt.at >= text.length || text.charCodeAt(attempt.at) !== open) return false;
  const end = balancedEnd(text, attempt.at + 1, { open, close });
  attempt.done += (end ?? text.length) - attempt.at;
  if (end === undefined) return false;
  attempt.at = end;
  attempt.step++;
  return true;
}

/** Behind the closing character that belongs to an opening one before `from`; undefined where it is missing. */
function balancedEnd(
  text: string,
  from: number,
  { open, close }: { readonly open: number; readonly close: number },
): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === close) depth--;
    else if (code === open) depth++;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function takeAgain(attempt: Attempt, place: number): boolean {
  const [from, to] = [attempt.places[place] ?? 0, attempt.places[place + 1] ?? 0];
  const captured = to === POSITION ? '' : attempt.text.slice(from, to);
  if (!attempt.text.startsWith(captured, attempt.at)) return false;
  attempt.at += captured.length;
  attempt.done += captured.length >> 3;
  attempt.step++;
  return true;
}
