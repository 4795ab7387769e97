/** A function from its parameters to its `end`. */
import { labelFault } from './label-fault.ts';
import { parseBlock } from './parse-block.ts';
import type { Parser } from './parser.ts';
import { Scope } from './scope.ts';
import type { FunctionSyntax } from './syntax.ts';

/** The word `function` (and the name) is passed already. With `method` the first parameter is `self`. */
export function parseFunction(parser: Parser, { method = false } = {}): FunctionSyntax {
  parser.expect('(');
  const names = method ? ['self'] : [];
  const varargs = parseParameters(parser, names);
  parser.expect(')');
  const outer = parser.scope;
  parser.scope = new Scope(outer, { varargs });
  const parameters = names.map((name) => parser.declare(name));
  const body = parser.nested(() => parseBlock(parser));
  const { line } = parser.expect('end');
  const syntax = functionSyntax(parser, { parameters, body, line });
  parser.scope = outer;
  return syntax;
}

/** A whole program as a function of any arguments. Throws `lua.syntax` (user). */
export function parseProgram(parser: Parser): FunctionSyntax {
  const body = parseBlock(parser);
  if (!parser.is('end of text')) throw parser.fault();
  // As gopher-lua counts: a program ends on the line behind its last one.
  const syntax = functionSyntax(parser, { parameters: [], body, line: parser.lastLine + 1 });
  parser.checkDeferred();
  return syntax;
}

function functionSyntax(
  parser: Parser,
  { parameters, body, line }: { readonly line: number } & Pick<FunctionSyntax, 'parameters' | 'body'>,
): FunctionSyntax {
  const fault = labelFault(body, line);
  if (fault !== undefined) parser.deferFault(fault);
  const { varargs, slots, captures, weight, shares } = parser.scope;
  return { parameters, varargs, slots, captures, body, weight, shares };
}

/** Adds the names; answers whether any further arguments are taken. */
function parseParameters(parser: Parser, names: string[]): boolean {
  if (parser.is(')')) return false;
  do {
    if (parser.skip('...')) return true;
    names.push(parser.expect('name').text);
  } while (parser.skip(','));
  return false;
}
