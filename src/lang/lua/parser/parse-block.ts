/** Blocks and statements. */
import { parseExpression, parseExpressions, parsePrefixed } from './parse-expression.ts';
import { parseFor } from './parse-for.ts';
import { parseFunction } from './parse-function.ts';
import type { Parser } from './parser.ts';
import type { Assignable, Block, Branch, Expression, Statement } from './syntax.ts';
import { meaningFault } from './syntax-fault.ts';

const ENDS: ReadonlySet<string> = new Set(['end', 'else', 'elseif', 'until', 'end of text']);

/** Statements up to a word that ends a block; their variables end with them. */
export function parseBlock(parser: Parser): Block {
  const mark = parser.scope.open();
  const body = parseStatements(parser);
  parser.scope.close(mark);
  return body;
}

function parseStatements(parser: Parser): Block {
  const body: Statement[] = [];
  for (;;) {
    while (parser.skip(';'));
    if (ENDS.has(parser.token.type)) return body;
    parser.scope.weight++;
    const last = parser.is('return') || parser.is('break');
    body.push(parser.nested(() => parseStatement(parser)));
    if (!last) continue;
    parser.skip(';');
    if (!ENDS.has(parser.token.type)) throw parser.fault();
    return body;
  }
}

function parseStatement(parser: Parser): Statement {
  switch (parser.token.type) {
    case 'do':
      return { kind: 'block', body: parseBody(parser) };
    case 'while':
      return parseWhile(parser);
    case 'repeat':
      return parseRepeat(parser);
    case 'if':
      return parseIf(parser);
    case 'for':
      return parseFor(parser);
    case 'function':
      return parseNamedFunction(parser);
    case 'local':
      return parseLocal(parser);
    case 'return':
      return parseReturn(parser);
    case 'break':
      return parseBreak(parser);
    case 'goto': {
      const { line } = parser.take();
      return { kind: 'goto', label: parser.expect('name').text, line };
    }
    case '::':
      return parseLabel(parser);
    default:
      return parsePlain(parser);
  }
}

/** `do … end`. */
export function parseBody(parser: Parser): Block {
  parser.expect('do');
  const body = parseBlock(parser);
  parser.expect('end');
  return body;
}

/** Reads a loop and tells how many parts it has. */
export function weighed<T>(parser: Parser, read: () => T): T & { readonly weight: number } {
  const before = parser.scope.weight;
  parser.scope.loops++;
  const found = read();
  parser.scope.loops--;
  return { ...found, weight: parser.scope.weight - before + 1 };
}

function parseWhile(parser: Parser): Statement {
  const { line } = parser.take();
  return weighed(parser, () => {
    const condition = parseExpression(parser);
    return { kind: 'while' as const, condition, body: parseBody(parser), line };
  });
}

/** The condition sees the variables of the body. */
function parseRepeat(parser: Parser): Statement {
  const { line } = parser.take();
  const mark = parser.scope.open();
  const loop = weighed(parser, () => {
    const body = parseStatements(parser);
    parser.expect('until');
    return { kind: 'repeat' as const, body, condition: parseExpression(parser), line };
  });
  parser.scope.close(mark);
  return loop;
}

function parseIf(parser: Parser): Statement {
  const branches: Branch[] = [];
  do {
    parser.take();
    const condition = parseExpression(parser);
    parser.expect('then');
    branches.push({ condition, body: parseBlock(parser) });
  } while (parser.is('elseif'));
  const otherwise = parser.skip('else') ? parseBlock(parser) : undefined;
  parser.expect('end');
  return { kind: 'if', branches, otherwise };
}

/** `function a.b:c() … end` is an assignment. */
function parseNamedFunction(parser: Parser): Statement {
  parser.take();
  const { text, line } = parser.expect('name');
  const found = parser.scope.resolve(text);
  let target: Assignable = found.kind === 'global' ? { kind: 'global', name: text, line } : found;
  let method = false;
  while (!method && (parser.is('.') || parser.is(':'))) {
    method = parser.take().type === ':';
    target = { kind: 'index', object: target, key: { kind: 'constant', value: parser.expect('name').text }, line };
  }
  const prototype = parseFunction(parser, { method });
  return { kind: 'assign', targets: [target], values: [{ kind: 'function', prototype }] };
}

function parseLocal(parser: Parser): Statement {
  parser.take();
  if (parser.skip('function')) {
    const local = parser.declare(parser.expect('name').text);
    return { kind: 'local-function', local, prototype: parseFunction(parser) };
  }
  const names = [parser.expect('name').text];
  while (parser.skip(',')) names.push(parser.expect('name').text);
  const values = parser.skip('=') ? parseExpressions(parser) : [];
  return { kind: 'local', locals: names.map((name) => parser.declare(name)), values };
}

function parseReturn(parser: Parser): Statement {
  const { line } = parser.take();
  const empty = ENDS.has(parser.token.type) || parser.is(';');
  return { kind: 'return', values: empty ? [] : parseExpressions(parser), line };
}

function parseBreak(parser: Parser): Statement {
  const { line } = parser.take();
  if (parser.scope.loops === 0) parser.deferFault(meaningFault(line, 'no loop to break'));
  return { kind: 'break' };
}

function parseLabel(parser: Parser): Statement {
  const { line } = parser.take();
  const name = parser.expect('name').text;
  parser.expect('::');
  return { kind: 'label', name, line };
}

/** A call or an assignment. */
function parsePlain(parser: Parser): Statement {
  const first = parsePrefixed(parser);
  if (!parser.is('=') && !parser.is(',')) {
    if (first.kind !== 'call' && first.kind !== 'method') throw parser.fault('parse error');
    return { kind: 'expression', call: first };
  }
  const targets = [assignable(parser, first)];
  while (parser.skip(',')) targets.push(assignable(parser, parsePrefixed(parser)));
  parser.expect('=');
  return { kind: 'assign', targets, values: parseExpressions(parser) };
}

function assignable(parser: Parser, target: Expression): Assignable {
  switch (target.kind) {
    case 'local':
    case 'upvalue':
    case 'global':
    case 'index':
      return target;
    default:
      throw parser.fault();
  }
}
