/** Blanks beside a formatted value. They are put there one call after another, so that a width may be too much. */
import { expectNumber } from '../../runtime/expect.ts';
import type { Machine } from '../../runtime/machine.ts';
import type { Site } from '../../runtime/site.ts';
import { textLength } from '../../runtime/text.ts';
import { force, type Lazy, Thunk } from '../../runtime/thunk.ts';
import type { Value } from '../../runtime/value.ts';
import { at, laterIn, within } from './places.ts';

export interface Padded {
  /** The text, for a width. */
  readonly body: (machine: Machine, width: Value) => string;
  readonly width: Lazy;
  readonly isLeft: boolean;
}

export interface PaddingPlaces {
  readonly left: { readonly call: Site; readonly variable: Site };
  readonly right: { readonly call: Site; readonly variable: Site; readonly width: Site };
  /** Where the width is. */
  readonly width: Site;
}

const AUX = 'function <aux>';
const PADDING = 'function <padding>';
const LEFT = 'function <pad_left>';
/** From the call that pads to where its width is asked for. */
const IN_LEFT = [
  at('523:7-38', LEFT),
  at('519:7-17', PADDING),
  at('515:12-13', AUX),
  at('519:11-12', laterIn(PADDING)),
];
const LEFT_WIDTH = at('523:15-16', laterIn(LEFT));
const LEFT_LENGTH = at('523:19-34', laterIn(LEFT));
const LEFT_TEXT = at('523:30-33', laterIn(laterIn(LEFT)));
const LEFT_DIFFERENCE = at('523:15-34', laterIn(LEFT));
const IN_LEFT_PADDING = at('519:7-17', PADDING);
const RIGHT_CALL = at('527:13-44', 'function <pad_right>');
const IN_RIGHT = [RIGHT_CALL, IN_LEFT_PADDING, at('515:12-13', AUX), at('519:11-12', laterIn(PADDING))];
const RIGHT_WIDTH = at('527:21-22', laterIn('function <pad_right>'));
const RIGHT_DIFFERENCE = at('527:21-40', laterIn('function <pad_right>'));
const RIGHT_TEXT = at('527:7-10', 'function <pad_right>');
const STEP = at('518:11-28', AUX);
const STEP_WIDTH = at('515:12-13', AUX);
const STEP_TEXT = at('516:11-12', AUX);
const STEP_BLANK = at('518:26-27', laterIn(AUX));
const LEFT_BLANK = at('523:36-37', laterIn(LEFT));
const RIGHT_BLANK = at('527:42-43', laterIn('function <pad_right>'));
const STEP_BEFORE = at('518:22-23', laterIn(AUX));
/** Fewer calls than this fit anywhere that formats are used. */
const FEW = 64;

export function padText(machine: Machine, padded: Padded, places: PaddingPlaces): string {
  return padded.isLeft ? padBehind(machine, padded, places.right) : padBefore(machine, padded, places);
}

function padBefore(machine: Machine, { body, width }: Padded, { left, width: place }: PaddingPlaces): string {
  const { text, missing } = within(machine, [left.call, ...IN_LEFT], () => {
    const size = width instanceof Thunk ? within(machine, [LEFT_WIDTH], () => force(width, machine, place)) : width;
    const made = within(machine, [LEFT_LENGTH, LEFT_TEXT, left.variable], () => body(machine, size));
    return { text: made, missing: expectNumber(machine, size, LEFT_DIFFERENCE) - textLength(made) };
  });
  return blanks(machine, [left.call, ...IN_LEFT.slice(0, 2)], { count: missing, blank: LEFT_BLANK }) + text;
}

/** The width is asked for after the text: a text that is padded behind has no use for it. */
function padBehind(machine: Machine, { body, width }: Padded, right: PaddingPlaces['right']): string {
  const text = within(machine, [right.call], () =>
    within(machine, [RIGHT_TEXT, right.variable], () => body(machine, 0)),
  );
  const missing = within(machine, [right.call, ...IN_RIGHT], () => {
    const size =
      width instanceof Thunk ? within(machine, [RIGHT_WIDTH], () => force(width, machine, right.width)) : width;
    return expectNumber(machine, size, RIGHT_DIFFERENCE) - textLength(text);
  });
  return text + blanks(machine, [right.call, RIGHT_CALL, IN_LEFT_PADDING], { count: missing, blank: RIGHT_BLANK });
}

interface Blanks {
  readonly count: number;
  /** Where the blank is. */
  readonly blank: Site;
}

/** Zeros before a number, put there in the same way within these calls. */
export function zeros(machine: Machine, calls: readonly Site[], count: number): string {
  if (count <= 0) return '';
  within(machine, calls, () => countCalls(machine, count, LEFT_BLANK));
  return '0'.repeat(Math.ceil(count));
}

function blanks(machine: Machine, calls: readonly Site[], { count, blank }: Blanks): string {
  if (count <= 0) return '';
  within(machine, calls, () => countCalls(machine, count, blank));
  return ' '.repeat(Math.ceil(count));
}

/** One call for each blank, and in the last of them one for each blank that is put to those before it. */
function countCalls(machine: Machine, blanks: number, blank: Site): void {
  if (blanks < FEW) return;
  const { depth } = machine;
  for (let step = 0; step < blanks; step++) {
    machine.enter(STEP, false);
    const inner = machine.depth;
    machine.enter(STEP_WIDTH, false);
    machine.depth = inner;
  }
  machine.enter(STEP_TEXT, false);
  for (let step = 1; step < blanks; step++) machine.enter(STEP_BEFORE, false);
  machine.enter(STEP_BLANK, false);
  machine.enter(blank, false);
  machine.depth = depth;
}
