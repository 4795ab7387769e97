/** Both kinds of `for`. */
import { parseBody, weighed } from './parse-block.ts';
import { parseExpression, parseExpressions } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import type { Expression, Statement } from './syntax.ts';

/** From the word `for` to its `end`. */
export function parseFor(parser: Parser): Statement {
  const { line } = parser.take();
  const name = parser.expect('name').text;
  if (parser.is('=')) return parseNumericFor(parser, { name, line });
  const names = [name];
  while (parser.skip(',')) names.push(parser.expect('name').text);
  parser.expect('in');
  const values = parseExpressions(parser);
  const mark = parser.scope.open();
  const locals = names.map((each) => parser.declare(each));
  const loop = weighed(parser, () => ({ kind: 'generic-for' as const, locals, values, body: parseBody(parser), line }));
  parser.scope.close(mark);
  return loop;
}

function parseNumericFor(parser: Parser, { name, line }: { readonly name: string; readonly line: number }): Statement {
  parser.expect('=');
  const from = parseExpression(parser);
  parser.expect(',');
  const to = parseExpression(parser);
  const step: Expression | undefined = parser.skip(',') ? parseExpression(parser) : undefined;
  const mark = parser.scope.open();
  const local = parser.declare(name);
  const loop = weighed(parser, () => {
    return { kind: 'numeric-for' as const, local, from, to, step, body: parseBody(parser), line };
  });
  parser.scope.close(mark);
  return loop;
}
