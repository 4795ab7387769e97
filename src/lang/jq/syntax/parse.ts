/** Programs of jq, parsed as gojq does. */
import type { BinaryOperator, Definition, Query, UpdateOperator } from './ast.ts';
import { Cursor } from './cursor.ts';
import { parsePattern, parsePatterns } from './parse-pattern.ts';
import { parseTerm } from './parse-term.ts';
import { tokensOf } from './token.ts';

/** The whole program. Throws `jq.syntax` (user). */
export function parseProgram(source: string): Query {
  const cursor = new Cursor(source, tokensOf(source));
  const query = parseQuery(cursor);
  if (cursor.peek().kind !== 'end') throw cursor.unexpected('the program is over');
  return query;
}

/** Definitions alone. */
export function parseDefinitions(source: string): readonly Definition[] {
  const cursor = new Cursor(source, tokensOf(source));
  const definitions: Definition[] = [];
  while (cursor.isWord('def')) definitions.push(parseDefinition(cursor));
  if (cursor.peek().kind !== 'end') throw cursor.unexpected('def is expected');
  return definitions;
}

/** A query at the lowest precedence: pipes, definitions, labels, bindings. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nested(() => {
    if (cursor.isWord('def')) {
      const definition = parseDefinition(cursor);
      return { kind: 'define', definition, body: parseQuery(cursor) };
    }
    if (cursor.skipWord('label')) {
      const name = cursor.expectVariable();
      cursor.expect('|');
      return { kind: 'label', name, body: parseQuery(cursor) };
    }
    const left = parseOperation(cursor, 0);
    return cursor.skip('|') ? { kind: 'pipe', left, right: parseQuery(cursor) } : left;
  });
}

function parseDefinition(cursor: Cursor): Definition {
  cursor.expectWord('def');
  const name = cursor.take();
  if (name.kind !== 'word') throw cursor.unexpected('a name of a function is expected before it');
  const parameters: string[] = [];
  if (cursor.skip('(')) {
    do {
      const parameter = cursor.take();
      if (parameter.kind === 'variable') parameters.push(`$${parameter.text}`);
      else if (parameter.kind === 'word') parameters.push(parameter.text);
      else throw cursor.unexpected('a parameter is expected before it');
    } while (cursor.skip(';'));
    cursor.expect(')');
  }
  cursor.expect(':');
  const body = parseQuery(cursor);
  cursor.expect(';');
  return { name: name.text, parameters, body };
}

interface Level {
  readonly operators: readonly string[];
  readonly associates: 'left' | 'right' | 'never';
}

const LEVELS: readonly Level[] = [
  { operators: [','], associates: 'left' },
  { operators: ['//'], associates: 'right' },
  { operators: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], associates: 'never' },
  { operators: ['or'], associates: 'left' },
  { operators: ['and'], associates: 'left' },
  { operators: ['==', '!=', '<', '<=', '>', '>='], associates: 'never' },
  { operators: ['+', '-'], associates: 'left' },
  { operators: ['*', '/', '%'], associates: 'left' },
];

/** Operators by precedence; also what a binding and an object's value may hold without parentheses. */
function parseOperation(cursor: Cursor, level: number): Query {
  const rule = LEVELS[level];
  if (rule === undefined) return parseBound(cursor);
  let left = parseOperation(cursor, level + 1);
  for (let operator = operatorAt(cursor, rule); operator !== undefined; operator = operatorAt(cursor, rule)) {
    cursor.take();
    const right = cursor.nested(() => parseOperation(cursor, rule.associates === 'right' ? level : level + 1));
    left = operation(operator, left, right);
    if (rule.associates === 'never' && operatorAt(cursor, rule) !== undefined) {
      throw cursor.unexpected('such operators do not follow one another');
    }
  }
  return left;
}

function operatorAt(cursor: Cursor, { operators }: Level): string | undefined {
  const token = cursor.peek();
  const text = token.kind === 'symbol' || token.kind === 'word' ? token.text : '';
  return operators.includes(text) ? text : undefined;
}

function operation(operator: string, left: Query, right: Query): Query {
  if (operator === ',') return { kind: 'both', left, right };
  if (operator === '//') return { kind: 'otherwise', left, right };
  if (operator === 'or' || operator === 'and') return { kind: operator, left, right };
  const isUpdate = operator.endsWith('=') && !['==', '!=', '<=', '>='].includes(operator);
  if (isUpdate) return { kind: 'update', operator: operator as UpdateOperator, left, right };
  return { kind: 'binary', operator: operator as BinaryOperator, left, right };
}

/** A term, perhaps bound to names for all that follows; reduce and foreach take such a term as well. */
function parseBound(cursor: Cursor): Query {
  const term = parseTerm(cursor, { query: parseQuery, value: (at) => parseOperation(at, 1), pattern: parsePattern });
  if (!cursor.skipWord('as')) return term;
  const patterns = parsePatterns(cursor, parseQuery);
  cursor.expect('|');
  return { kind: 'bind', source: term, patterns, body: parseQuery(cursor) };
}
