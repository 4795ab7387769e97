/** Operators, with the common types decided on the spot. */
import type { BinaryExpression, Expression } from '../parser/syntax.ts';
import type { Evaluate } from '../runtime/frame.ts';
import { LONG_TEXT } from '../runtime/machine.ts';
import {
  arithmetic,
  concat,
  equals,
  joinable,
  lengthOf,
  lessOrEqual,
  lessThan,
  modulo,
  negate,
} from '../runtime/operate.ts';
import { isTruthy, type LuaValue } from '../runtime/value.ts';
import { compileExpression } from './compile-expression.ts';
import { slotOf } from './compile-variable.ts';

export function compileBinary(expression: BinaryExpression): Evaluate {
  const left = compileExpression(expression.left);
  const right = compileExpression(expression.right);
  switch (expression.operator) {
    case '==':
    case '~=':
      return compileWordTest(left, expression) ?? compileEquality(left, right, expression);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileOrder(left, right, expression);
    default:
      return compileArithmetic(left, right, expression);
  }
}

/** `x == "word"`: nothing but the same word is equal to it, and short ones are compared for nothing. */
function compileWordTest(left: Evaluate, expression: BinaryExpression): Evaluate | undefined {
  const { right, operator } = expression;
  if (right.kind !== 'constant' || typeof right.value !== 'string' || right.value.length > LONG_TEXT) return undefined;
  const { value } = right;
  const slot = slotOf(expression.left);
  if (slot !== undefined && operator === '==') return (frame) => frame.slots[slot] === value;
  if (slot !== undefined) return (frame) => frame.slots[slot] !== value;
  return operator === '==' ? (frame) => left(frame) === value : (frame) => left(frame) !== value;
}

function compileEquality(left: Evaluate, right: Evaluate, { operator, line }: BinaryExpression): Evaluate {
  const wanted = operator === '==';
  return (frame) => {
    const one = left(frame);
    const other = right(frame);
    if (typeof one === 'string' && typeof other === 'string') frame.machine.spendOnTexts(one, other);
    if (one === other) return wanted;
    if (typeof one !== 'object' || typeof other !== 'object') return !wanted;
    frame.line = line;
    return equals(frame.machine, one, other) === wanted;
  };
}

function compileOrder(left: Evaluate, right: Evaluate, { operator, line }: BinaryExpression): Evaluate {
  const strict = operator === '<' || operator === '>';
  const swapped = operator === '>' || operator === '>=';
  const compare = strict ? lessThan : lessOrEqual;
  return (frame) => {
    const one = left(frame);
    const other = right(frame);
    frame.line = line;
    return swapped ? compare(frame.machine, other, one) : compare(frame.machine, one, other);
  };
}

function compileArithmetic(left: Evaluate, right: Evaluate, { operator, line }: BinaryExpression): Evaluate {
  if (operator === '+') return compileSum(left, right, line);
  const plain = PLAIN[operator];
  return (frame) => {
    const one = left(frame);
    const other = right(frame);
    if (plain !== undefined && typeof one === 'number' && typeof other === 'number') return plain(one, other);
    frame.line = line;
    return arithmetic(frame.machine, operator, [one, other]);
  };
}

function compileSum(left: Evaluate, right: Evaluate, line: number): Evaluate {
  return (frame) => {
    const one = left(frame);
    const other = right(frame);
    if (typeof one === 'number' && typeof other === 'number') return one + other;
    frame.line = line;
    return arithmetic(frame.machine, '+', [one, other]);
  };
}

const PLAIN: Readonly<Record<string, (left: number, right: number) => number>> = {
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': modulo,
};

export function compileUnary({
  kind,
  operand,
  line,
}: Extract<Expression, { kind: 'not' | 'minus' | 'length' }>): Evaluate {
  const value = compileExpression(operand);
  if (kind === 'not') return (frame) => !isTruthy(value(frame));
  const operate = kind === 'minus' ? negate : lengthOf;
  return (frame) => {
    const found = value(frame);
    frame.line = line;
    return operate(frame.machine, found);
  };
}

export function compileLogic({ kind, left, right }: Extract<Expression, { kind: 'and' | 'or' }>): Evaluate {
  const first = compileExpression(left);
  if (kind === 'or' && right.kind === 'constant') return compileDefault(first, right.value);
  const second = compileExpression(right);
  if (kind === 'and') {
    return (frame) => {
      const found = first(frame);
      return isTruthy(found) ? second(frame) : found;
    };
  }
  return (frame) => {
    const found = first(frame);
    return isTruthy(found) ? found : second(frame);
  };
}

/** `x or 0`. */
function compileDefault(value: Evaluate, otherwise: LuaValue): Evaluate {
  return (frame) => {
    const found = value(frame);
    return found === undefined || found === false ? otherwise : found;
  };
}

/** All parts in one go where they are strings and numbers. */
export function compileConcat({ parts, line }: Extract<Expression, { kind: 'concat' }>): Evaluate {
  const values = parts.map(compileExpression);
  return (frame) => {
    const found = values.map((value) => value(frame));
    let text: string | undefined = '';
    for (const one of found) {
      const piece = joinable(one);
      text = piece === undefined || text === undefined ? undefined : text + piece;
    }
    frame.line = line;
    if (text === undefined) return concat(frame.machine, found);
    frame.machine.allocateString(text.length);
    return text;
  };
}
