/** `range` over lists, maps and integers. */
import {
  displayText,
  GoBytes,
  GoInt,
  GoMap,
  GoNil,
  GoPointer,
  GoSlice,
  type GoType,
  type GoValue,
  goInt,
  INT,
  isArray,
  UINT8,
} from '../../go-value/index.ts';
import type { BranchNode, ListNode, PipeNode } from '../parse/node.ts';
import { compilePipe } from './compile-pipe.ts';
import type { Compiler } from './compiler.ts';
import { fail } from './fail.ts';
import type { Evaluate, Evaluated, Frame, Statement } from './frame.ts';
import type { Scope } from './scope.ts';

type CompileList = (compiler: Compiler, list: ListNode) => Statement;

interface Loop {
  readonly pipe: PipeNode;
  readonly body: Statement;
  /** Places of the variables: of the index where there are two, and of the element. */
  readonly indexSlot: number | undefined;
  readonly elementSlot: number | undefined;
}

/** One step of a loop; index undefined where there is none. */
interface Item {
  readonly index: Evaluated;
  readonly element: Evaluated;
  /** The element lies in an interface. */
  readonly isBoxed: boolean;
}

export function compileRange(compiler: Compiler, node: BranchNode, compileList: CompileList): Statement {
  const { scope } = compiler;
  const mark = scope.mark();
  const evaluate = compilePipe(compiler, node.pipe);
  const slots = slotsOf(scope, node.pipe);
  const body = compileList(compiler, node.body);
  const otherwise = node.otherwise && compileList(compiler, node.otherwise);
  scope.moveTo(mark);
  const loop: Loop = {
    pipe: node.pipe,
    body,
    indexSlot: slots.length > 1 ? slots[0] : undefined,
    elementSlot: slots.at(-1),
  };
  return (frame) => {
    if (runRange(frame, loop, evaluate) || otherwise === undefined) return 0;
    // A break in the else branch ends this range, although there is nothing to end; a continue is the outer one's.
    return otherwise(frame) === 2 ? 2 : 0;
  };
}

/** Declared variables have the youngest places, one each even where two share a name. */
function slotsOf(scope: Scope, { variables, assigns }: PipeNode): readonly (number | undefined)[] {
  if (assigns) return variables.map((variable) => scope.find(variable.name)[0]);
  return variables.map((_, index) => scope.free - variables.length + index);
}

/** True where there was something to go over. */
function runRange(frame: Frame, loop: Loop, evaluate: Evaluate): boolean {
  frame.run.budget.step();
  const value = pointedTo(evaluate(frame));
  const { dot, dotIsBoxed } = frame;
  const hadItems = eachItem(frame, value, loop);
  frame.dot = dot;
  frame.dotIsBoxed = dotIsBoxed;
  return hadItems;
}

function pointedTo(value: Evaluated): Evaluated {
  return value instanceof GoPointer ? pointedTo(value.target) : value;
}

function eachItem(frame: Frame, value: Evaluated, loop: Loop): boolean {
  if (value === undefined || value === null) return false;
  if (isArray(value)) return overList(frame, loop, { items: value, isBoxed: true });
  if (value instanceof GoMap) return overMap(frame, value, loop);
  if (value instanceof GoSlice)
    return overList(frame, loop, { items: value.items, isBoxed: isInterface(value.type.elem) });
  if (value instanceof GoInt) return overInteger(frame, value, loop);
  if (value instanceof GoBytes) {
    return overList(frame, loop, {
      items: Array.from(value.bytes, (byte) => new GoInt(UINT8, BigInt(byte))),
      isBoxed: false,
    });
  }
  if (value instanceof GoNil && EMPTY_KINDS.has(value.type.kind)) return false;
  return fail(frame, `range can't iterate over ${displayText(value, frame.run.budget)}`);
}

const EMPTY_KINDS: ReadonlySet<string> = new Set(['slice', 'map', 'chan']);

function isInterface(type: GoType | undefined): boolean {
  return type?.kind === 'interface';
}

interface Items {
  readonly items: readonly GoValue[];
  readonly isBoxed: boolean;
}

function overList(frame: Frame, loop: Loop, { items, isBoxed }: Items): boolean {
  for (let index = 0; index < items.length; index++) {
    const stops = iterate(frame, loop, { index: goInt(index), element: items[index], isBoxed });
    if (stops) break;
  }
  return items.length > 0;
}

/** Keys and values as they were when the loop began, whatever the body changes. */
function overMap(frame: Frame, map: GoMap, loop: Loop): boolean {
  const isBoxed = isInterface(map.type.elem);
  const keys = map.sortedKeys();
  const elements = keys.map((key) => map.get(key));
  for (let index = 0; index < keys.length; index++) {
    const stops = iterate(frame, loop, { index: keys[index], element: elements[index], isBoxed });
    if (stops) break;
  }
  return keys.length > 0;
}

function overInteger(frame: Frame, count: GoInt, loop: Loop): boolean {
  const { type, value } = count;
  if (loop.pipe.variables.length > 1) fail(frame, `can't use ${value} to iterate over more than one variable`);
  for (let index = 0n; index < value; index++) {
    const element = type === INT ? goInt(index) : new GoInt(type, index);
    if (iterate(frame, loop, { index: undefined, element, isBoxed: false })) break;
  }
  return value > 0n;
}

/** Runs the body once; true when it wants to leave the loop. */
function iterate(frame: Frame, { elementSlot, indexSlot, body }: Loop, { index, element, isBoxed }: Item): boolean {
  frame.run.budget.step();
  if (indexSlot !== undefined) store(frame, indexSlot, { value: index, isBoxed: false });
  if (elementSlot !== undefined) store(frame, elementSlot, { value: element, isBoxed });
  frame.dot = element;
  frame.dotIsBoxed = isBoxed;
  return body(frame) === 1;
}

function store(frame: Frame, slot: number, { value, isBoxed }: { value: Evaluated; isBoxed: boolean }): void {
  frame.slots[slot] = value;
  if (!isBoxed && frame.boxed === undefined) return;
  frame.boxed ??= [];
  frame.boxed[slot] = isBoxed;
}
