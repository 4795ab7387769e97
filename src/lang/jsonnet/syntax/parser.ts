/** Expressions by precedence, in go-jsonnet's grammar and words. */
import type { BinaryOperator, Node, UnaryOperator } from './ast.ts';
import { lex } from './lexer.ts';
import { parseKeyword } from './parse-keyword.ts';
import { parseObjectRest } from './parse-object.ts';
import { parseArguments, parseBracket } from './parse-postfix.ts';
import { parseTerminal } from './parse-terminal.ts';
import type { Source } from './source.ts';
import { strayDollar } from './stray-dollar.ts';
import { tokenText } from './token.ts';
import { TokenStream } from './token-stream.ts';

/** Looseness by operator; calls and indexes bind with 2, unary operators with 4. */
const LOOSENESS: Readonly<Record<BinaryOperator, number>> = {
  '*': 5,
  '/': 5,
  '%': 5,
  '+': 6,
  '-': 6,
  '<<': 7,
  '>>': 7,
  '>': 8,
  '>=': 8,
  '<': 8,
  '<=': 8,
  in: 8,
  '==': 9,
  '!=': 9,
  '&': 10,
  '^': 11,
  '|': 12,
  '&&': 13,
  '||': 14,
};
const UNARY = 4;
const LOOSEST = 16;

/** The tree of a program. Throws StaticFault. */
export function parse(source: Source): Node {
  const stream = new TokenStream(source, lex(source));
  const node = parseExpression(stream);
  const end = stream.peek();
  if (end.kind !== 'end of file') throw stream.fault(`Did not expect: ${tokenText(end)}`, end);
  const stray = stream.hasStrayDollar ? strayDollar(node) : undefined;
  if (stray !== undefined) throw stream.fault('No top-level object found.', stray);
  return node;
}

/** An expression of operators that bind at least as tight as `loosest`. */
export function parseExpression(stream: TokenStream, loosest = LOOSEST): Node {
  const begin = stream.peek();
  const keyword = parseKeyword(stream);
  if (keyword !== undefined) return keyword;
  let left = begin.kind === 'OPERATOR' ? parseUnary(stream) : parsePostfix(stream);
  let tightest = 0;
  for (;;) {
    const operator = binaryAt(stream);
    // Behind `in super` nothing tighter is taken; everywhere else the right side has taken it.
    if (operator === undefined || LOOSENESS[operator] > loosest || LOOSENESS[operator] < tightest) return left;
    tightest = LOOSENESS[operator];
    stream.next();
    const superToken = operator === 'in' ? stream.take('super') : undefined;
    if (superToken !== undefined) {
      left = { kind: 'in-super', index: left, start: begin.start, end: superToken.end };
      continue;
    }
    const right = parseExpression(stream, LOOSENESS[operator] - 1);
    left = { kind: 'binary', operator, left, right, start: begin.start, end: right.end };
  }
}

/** The operator that follows; undefined where the expression is at its end. */
function binaryAt(stream: TokenStream): BinaryOperator | undefined {
  const token = stream.peek();
  if (token.kind === 'in') return 'in';
  if (token.kind !== 'OPERATOR' || token.data === ':' || token.data === '::') return undefined;
  if (Object.hasOwn(LOOSENESS, token.data)) return token.data as BinaryOperator;
  throw stream.fault(`Not a binary operator: ${token.data}`, token);
}

function parseUnary(stream: TokenStream): Node {
  const token = stream.peek();
  if (token.kind !== 'OPERATOR') return parseExpression(stream, UNARY);
  const operator = unaryOf(token.data);
  if (operator === undefined) throw stream.fault(`Not a unary operator: ${token.data}`, token);
  stream.next();
  const operand = parseUnary(stream);
  return { kind: 'unary', operator, operand, start: token.start, end: operand.end };
}

function unaryOf(text: string): UnaryOperator | undefined {
  return text === '!' || text === '~' || text === '+' || text === '-' ? text : undefined;
}

/** A terminal with its indexes, members, calls and `{ … }`. */
function parsePostfix(stream: TokenStream): Node {
  const { start } = stream.peek();
  let left = parseTerminal(stream);
  for (;;) {
    const token = stream.peek();
    if (token.kind === '[') left = parseBracket(stream, left, start);
    else if (token.kind === '.') {
      stream.next();
      const name = stream.expect('IDENTIFIER');
      left = { kind: 'member', target: left, name: name.data, start, end: name.end };
    } else if (token.kind === '(') {
      stream.next();
      const call = parseArguments(stream);
      left = { kind: 'apply', target: left, ...call, start };
    } else if (token.kind === '{') {
      stream.next();
      const right = parseObjectRest(stream, token);
      left = { kind: 'extend', left, right, start, end: right.end };
    } else return left;
  }
}
