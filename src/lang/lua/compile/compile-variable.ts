/** Reading and writing variables. */
import type { Assignable, Expression, Local } from '../parser/syntax.ts';
import { textOf } from '../runtime/byte-text.ts';
import { type Evaluate, type Execute, type Frame, NORMAL } from '../runtime/frame.ts';
import { index, setIndex } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import type { LuaValue } from '../runtime/value.ts';
import { compileExpression } from './compile-expression.ts';

export function compileLocal({ slot, captured }: Local): Evaluate {
  if (captured) return (frame) => frame.cells[slot]?.value;
  return (frame) => frame.slots[slot];
}

export function compileUpvalue(place: number): Evaluate {
  return (frame) => frame.upvalues[place]?.value;
}

export function compileGlobal(name: string, line: number): Evaluate {
  return (frame) => {
    const environment = environmentOf(frame);
    const found = environment.getName(name);
    if (found !== undefined || environment.metatable === undefined) return found;
    frame.line = line;
    return index(frame.machine, environment, name);
  };
}

export function compileIndex({ object, key, line }: Extract<Expression, { kind: 'index' }>): Evaluate {
  const target = compileExpression(object);
  if (key.kind === 'constant' && typeof key.value === 'string') {
    if (object.kind === 'local' && !object.local.captured) return compileMemberOfLocal(object.local, key.value, line);
    return compileMember(target, key.value, line);
  }
  const slots = [slotOf(object), slotOf(key)] as const;
  if (slots[0] !== undefined && slots[1] !== undefined) return compileIndexOfLocals(slots[0], slots[1], line);
  const place = compileExpression(key);
  return (frame) => {
    const table = target(frame);
    const wanted = place(frame);
    if (table instanceof LuaTable) {
      const found = table.get(wanted);
      if (found !== undefined || table.metatable === undefined) return found;
    }
    frame.line = line;
    return index(frame.machine, table, wanted);
  };
}

function environmentOf({ closure, machine }: Frame): LuaTable {
  return closure === undefined ? machine.globals : closure.environment;
}

/** `object.name`. */
export function compileMember(target: Evaluate, name: string, line: number): Evaluate {
  const text = textOf(name);
  return (frame) => {
    const table = target(frame);
    if (table instanceof LuaTable) {
      const found = table.getName(name, text);
      if (found !== undefined || table.metatable === undefined) return found;
    }
    frame.line = line;
    return index(frame.machine, table, name);
  };
}

/** `local.name`, which loops do most. */
function compileMemberOfLocal({ slot }: Local, name: string, line: number): Evaluate {
  const text = textOf(name);
  return (frame) => {
    const table = frame.slots[slot];
    if (table instanceof LuaTable) {
      const found = table.getName(name, text);
      if (found !== undefined || table.metatable === undefined) return found;
    }
    frame.line = line;
    return index(frame.machine, table, name);
  };
}

/** Gives a variable that begins its value. */
export function declareIn(frame: Frame, { slot, captured }: Local, value: LuaValue): void {
  if (captured) frame.cells[slot] = { value };
  else frame.slots[slot] = value;
}

/** `declareIn` for some variables; those without a value become nil. */
export function declareAll(frame: Frame, locals: readonly Local[], values: readonly LuaValue[]): void {
  for (let index = 0; index < locals.length; index++) {
    const local = locals[index];
    if (local !== undefined) declareIn(frame, local, values[index]);
  }
}

export type Assign = (frame: Frame, value: LuaValue) => void;

/** For a single target: object and key are evaluated right before the value is stored. */
export function compileAssign(target: Assignable): Assign {
  const prepared = compileTarget(target);
  return (frame, value) => prepared(frame)(frame, value);
}

/** Evaluates object and key now; the answer stores a value there later. */
export function compileTarget(target: Assignable): (frame: Frame) => Assign {
  switch (target.kind) {
    case 'local':
      return constant(assignLocal(target.local));
    case 'upvalue':
      return constant(assignUpvalue(target.index));
    case 'global':
      return constant(assignGlobal(target.name, target.line));
    case 'index': {
      const { line } = target;
      const object = compileExpression(target.object);
      const key = compileExpression(target.key);
      return (frame) => {
        const [table, place] = [object(frame), key(frame)];
        return (here, value) => {
          here.line = line;
          setIndex(here.machine, table, [place, value]);
        };
      };
    }
  }
}

/** Where a variable is that no function inside uses; undefined for any other expression. */
export function slotOf(expression: Expression): number | undefined {
  return expression.kind === 'local' && !expression.local.captured ? expression.local.slot : undefined;
}

/** `local[local]`. */
function compileIndexOfLocals(object: number, key: number, line: number): Evaluate {
  return (frame) => {
    const table = frame.slots[object];
    const wanted = frame.slots[key];
    if (table instanceof LuaTable) {
      const found = table.get(wanted);
      if (found !== undefined || table.metatable === undefined) return found;
    }
    frame.line = line;
    return index(frame.machine, table, wanted);
  };
}

/** `object[key] = value`: evaluated in this order, then stored. */
export function compileStore(target: Extract<Assignable, { kind: 'index' }>, value: Evaluate): Execute {
  const { line } = target;
  const object = compileExpression(target.object);
  const key = compileExpression(target.key);
  return (frame) => {
    const table = object(frame);
    const place = key(frame);
    const stored = value(frame);
    frame.line = line;
    if (typeof place === 'string' && table instanceof LuaTable && table.metatable === undefined) {
      table.setName(place, stored);
    } else setIndex(frame.machine, table, [place, stored]);
    return NORMAL;
  };
}

function constant(assign: Assign): () => Assign {
  return () => assign;
}

function assignLocal({ slot, captured }: Local): Assign {
  if (!captured) {
    return (frame, value) => {
      frame.slots[slot] = value;
    };
  }
  return (frame, value) => {
    const cell = frame.cells[slot];
    if (cell === undefined) frame.cells[slot] = { value };
    else cell.value = value;
  };
}

function assignUpvalue(place: number): Assign {
  return (frame, value) => {
    const cell = frame.upvalues[place];
    if (cell !== undefined) cell.value = value;
  };
}

function assignGlobal(name: string, line: number): Assign {
  return (frame, value) => {
    const environment = environmentOf(frame);
    if (environment.metatable === undefined) return environment.set(name, value);
    frame.line = line;
    setIndex(frame.machine, environment, [name, value]);
  };
}
