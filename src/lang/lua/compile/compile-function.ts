/** Functions: compiled once, made a value with the variables around them each time they are met. */
import type { FunctionSyntax } from '../parser/syntax.ts';
import { Closure, type Prototype } from '../runtime/closure.ts';
import type { Cell, Evaluate, Frame } from '../runtime/frame.ts';
import { compileBlock } from './compile-block.ts';
import { compileResumable } from './resumable/lower-statement.ts';

export function compilePrototype(syntax: FunctionSyntax): Prototype {
  const { parameters, varargs, weight, body, shares } = syntax;
  return {
    parameters,
    varargs,
    weight,
    shares,
    body: compileBlock(body),
    resumable: once(() => compileResumable(syntax)),
  };
}

/** Most functions never run in a coroutine. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const CLOSURE_BYTES = 64;

export function compileFunction(syntax: FunctionSyntax): Evaluate {
  const prototype = compilePrototype(syntax);
  const { captures } = syntax;
  return (frame) => {
    frame.machine.allocate(CLOSURE_BYTES);
    const upvalues = captures.map((capture) => {
      return capture.from === 'local' ? cellOf(frame, capture.local.slot) : upvalueOf(frame, capture.index);
    });
    const environment = frame.closure?.environment ?? frame.machine.globals;
    return new Closure(prototype, { upvalues, environment });
  };
}

function cellOf(frame: Frame, slot: number): Cell {
  const cell = frame.cells[slot] ?? { value: undefined };
  frame.cells[slot] = cell;
  return cell;
}

function upvalueOf(frame: Frame, place: number): Cell {
  return frame.upvalues[place] ?? { value: undefined };
}
