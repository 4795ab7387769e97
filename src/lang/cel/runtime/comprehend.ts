/** Loops: a range, an accumulator, a condition and a step. */
import { CelFault } from './cel-fault.ts';
import type { Evaluate } from './compile.ts';
import type { Frame } from './frame.ts';
import { isKind, typeName, type Value } from './values.ts';

export interface Loop {
  readonly range: Evaluate;
  readonly init: Evaluate;
  readonly condition: Evaluate;
  readonly step: Evaluate;
  readonly result: Evaluate;
  /** Slots of the accumulator and the loop variables. */
  readonly accumulator: number;
  readonly first: number;
  readonly second: number | undefined;
}

/**
 * The function of a loop. A fault of a step is what the accumulator then holds, so that a later step may absorb it; one of
 * the range ends all.
 */
export function comprehend(loop: Loop): Evaluate {
  const { range, init, result, accumulator } = loop;
  return (frame) => {
    const over = range(frame);
    frame.slots[accumulator] = attempt(init, frame);
    if (isKind(over, 'list')) overList(loop, frame, over.items, over.size);
    else if (isKind(over, 'map')) overMap(loop, frame, over);
    else throw noRange(over);
    return result(frame);
  };
}

const GO_NAMES: Readonly<Record<string, string>> = {
  bool: 'types.Bool',
  bytes: 'types.Bytes',
  double: 'types.Double',
  int: 'types.Int',
  null_type: 'types.Null',
  string: 'types.String',
  uint: 'types.Uint',
  'google.protobuf.Duration': 'types.Duration',
  'google.protobuf.Timestamp': 'types.Timestamp',
};

function noRange(value: Value): CelFault {
  const name = typeName(value);
  return new CelFault(`got '${GO_NAMES[name] ?? name}', expected iterable type`);
}

function overList(loop: Loop, frame: Frame, items: readonly Value[], size: number): void {
  for (let index = 0; index < size; index += 1) {
    const item = items[index] ?? null;
    if (!turn(loop, frame, loop.second === undefined ? item : BigInt(index), item)) return;
  }
}

function overMap(loop: Loop, frame: Frame, map: Extract<Value, { readonly kind: 'map' }>): void {
  for (const key of map.keys()) {
    if (!turn(loop, frame, key, map.get(key) ?? null)) return;
  }
}

function turn(loop: Loop, frame: Frame, first: Value, second: Value): boolean {
  frame.slots[loop.first] = first;
  if (loop.second !== undefined) frame.slots[loop.second] = second;
  if (!holds(loop.condition, frame)) return false;
  frame.slots[loop.accumulator] = attempt(loop.step, frame);
  return true;
}

function holds(condition: Evaluate, frame: Frame): boolean {
  // A fault does not end the loop: a later step may absorb it.
  return attempt(condition, frame) !== false;
}

function attempt(evaluate: Evaluate, frame: Frame): Value | CelFault {
  try {
    return evaluate(frame);
  } catch (fault) {
    if (fault instanceof CelFault && !fault.final) return fault;
    throw fault;
  }
}
