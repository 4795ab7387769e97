/** Expressions by precedence. */
import { parseNumber } from '../runtime/number-text.ts';
import type { Token } from './lexer.ts';
import { parseFunction } from './parse-function.ts';
import type { Parser } from './parser.ts';
import type { BinaryOperator, Expression, Field } from './syntax.ts';
import { meaningFault, syntaxFault } from './syntax-fault.ts';

/** How tightly operators bind to the left and to the right; `..` and `^` lean right. */
const BINDING: Readonly<Record<string, readonly [number, number]>> = {
  or: [1, 1],
  and: [2, 2],
  '<': [3, 3],
  '>': [3, 3],
  '<=': [3, 3],
  '>=': [3, 3],
  '~=': [3, 3],
  '==': [3, 3],
  '..': [5, 4],
  '+': [6, 6],
  '-': [6, 6],
  '*': [7, 7],
  '/': [7, 7],
  '%': [7, 7],
  '^': [10, 9],
};
const UNARY_BINDING = 8;
const UNARY: Readonly<Record<string, 'not' | 'minus' | 'length'>> = { not: 'not', '-': 'minus', '#': 'length' };

/** One expression whose operators bind tighter than the limit. */
export function parseExpression(parser: Parser, limit = 0): Expression {
  return parser.nested(() => {
    const begin = parser.token.line;
    let left = parseOperand(parser);
    for (;;) {
      const { type: operator } = parser.token;
      const binding = BINDING[operator];
      if (binding === undefined || binding[0] <= limit) return left;
      parser.take();
      parser.scope.weight++;
      left = combine(operator, left, { right: parseExpression(parser, binding[1]), begin });
    }
  });
}

function combine(
  operator: string,
  left: Expression,
  { right, begin }: { readonly right: Expression; readonly begin: number },
): Expression {
  // The line of a sign is that of its operand.
  const line = left.kind === 'minus' || left.kind === 'not' || left.kind === 'length' ? left.line : begin;
  if (operator === 'and' || operator === 'or') return { kind: operator, left, right };
  if (operator !== '..') return { kind: 'binary', operator: operator as BinaryOperator, left, right, line };
  const rest = right.kind === 'concat' ? right.parts : [right];
  return { kind: 'concat', parts: [left, ...rest], line };
}

function parseOperand(parser: Parser): Expression {
  const unary = UNARY[parser.token.type];
  parser.scope.weight++;
  if (unary === undefined) return parseSimple(parser);
  parser.take();
  const { line } = parser.token;
  const operand = parseExpression(parser, UNARY_BINDING);
  if (unary === 'minus' && operand.kind === 'constant' && typeof operand.value === 'number') {
    return { kind: 'constant', value: -operand.value };
  }
  return { kind: unary, operand, line };
}

function parseSimple(parser: Parser): Expression {
  const { type, line } = parser.token;
  switch (type) {
    case 'nil':
      parser.take();
      return { kind: 'constant', value: undefined };
    case 'true':
    case 'false':
      parser.take();
      return { kind: 'constant', value: type === 'true' };
    case 'number':
      return { kind: 'constant', value: parseNumber(parser.take().text) ?? Number.NaN };
    case 'string':
      return { kind: 'constant', value: parser.take().text };
    case '...':
      if (!parser.scope.varargs) parser.deferFault(meaningFault(line, "cannot use '...' outside a vararg function"));
      parser.take();
      return { kind: 'varargs' };
    case '{':
      return parseTable(parser);
    case 'function':
      parser.take();
      return { kind: 'function', prototype: parseFunction(parser) };
    default:
      return parsePrefixed(parser);
  }
}

/** A name or a bracketed expression, with all indexes and calls behind it. */
export function parsePrefixed(parser: Parser): Expression {
  const { line } = parser.token;
  let found = parsePrimary(parser);
  for (;;) {
    const next = parseSuffix(parser, found, line);
    if (next === undefined) return found;
    parser.scope.weight++;
    found = next;
  }
}

function parsePrimary(parser: Parser): Expression {
  if (parser.is('name')) return parseName(parser);
  if (!parser.is('(')) throw parser.fault();
  parser.take();
  const inner = parseExpression(parser);
  parser.expect(')');
  return { kind: 'single', inner };
}

/** True for what may give any number of values. */
export function isMany(expression: Expression): boolean {
  return expression.kind === 'call' || expression.kind === 'method' || expression.kind === 'varargs';
}

function parseName(parser: Parser): Expression {
  const { text, line } = parser.take();
  const found = parser.scope.resolve(text);
  return found.kind === 'global' ? { kind: 'global', name: text, line } : found;
}

/** `line`: where the whole begins. */
function parseSuffix(parser: Parser, object: Expression, line: number): Expression | undefined {
  switch (parser.token.type) {
    case '.':
      parser.take();
      return { kind: 'index', object, key: { kind: 'constant', value: parser.expect('name').text }, line };
    case '[': {
      parser.take();
      const key = parseExpression(parser);
      parser.expect(']');
      return { kind: 'index', object, key, line };
    }
    case ':': {
      parser.take();
      const name = parser.expect('name').text;
      return { kind: 'method', object, name, args: parseArguments(parser, false), line };
    }
    case '(':
    case '{':
    case 'string':
      return { kind: 'call', callee: object, args: parseArguments(parser, endsWithBracket(object)), line };
    default:
      return undefined;
  }
}

function ambiguous({ line, column }: Token) {
  return syntaxFault({ line, column }, '(', 'ambiguous syntax (function call x new statement)');
}

function endsWithBracket({ kind }: Expression): boolean {
  return kind === 'single' || kind === 'call' || kind === 'method';
}

/** `afterBracket`: the called expression ends with a bracket, and one on a new line might begin a new statement. */
function parseArguments(parser: Parser, afterBracket: boolean): readonly Expression[] {
  if (parser.is('string')) return [{ kind: 'constant', value: parser.take().text }];
  if (parser.is('{')) return [parseTable(parser)];
  const open = parser.expect('(');
  if (open.afterBreak && afterBracket) throw ambiguous(open);
  if (parser.skip(')')) return [];
  const args = parseExpressions(parser);
  parser.expect(')');
  return args;
}

/** One or more, with commas between. */
export function parseExpressions(parser: Parser): readonly Expression[] {
  const found = [parseExpression(parser)];
  while (parser.skip(',')) found.push(parseExpression(parser));
  return found;
}

function parseTable(parser: Parser): Expression {
  const { line } = parser.expect('{');
  const fields: Field[] = [];
  while (!parser.is('}')) {
    fields.push(parseField(parser));
    if (!skipSeparators(parser)) break;
  }
  parser.expect('}');
  return { kind: 'table', fields, line };
}

/** Any number of them, as gopher-lua reads tables; answers whether there was one. */
function skipSeparators(parser: Parser): boolean {
  let found = false;
  while (parser.skip(',') || parser.skip(';')) found = true;
  return found;
}

function parseField(parser: Parser): Field {
  if (parser.skip('[')) {
    const key = parseExpression(parser);
    parser.expect(']');
    parser.expect('=');
    return { key, value: parseExpression(parser) };
  }
  if (parser.is('name') && parser.ahead().type === '=') {
    const key: Expression = { kind: 'constant', value: parser.take().text };
    parser.take();
    return { key, value: parseExpression(parser) };
  }
  return { key: undefined, value: parseExpression(parser) };
}
