/** The JSONPath dialect of kubectl and of printer columns, parsed: `.spec.items[?(@.type=="Ready")].status`. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';

export type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'all' }
  /** This value and all in it. */
  | { readonly kind: 'descend' }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined; readonly by: number }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'union'; readonly names: readonly string[] }
  | { readonly kind: 'filter'; readonly left: Operand; readonly operator: string; readonly right: Operand | undefined };

export type Operand =
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  | { readonly kind: 'literal'; readonly value: Json };

interface Cursor {
  readonly text: string;
  at: number;
}

/** The steps of a path, with or without surrounding braces and `$`. Throws `jsonpath.invalid` (user). */
export function parseJsonPath(text: string): readonly Step[] {
  const inner = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? text.trim();
  const cursor: Cursor = { text: inner, at: 0 };
  if (inner.startsWith('$') || inner.startsWith('@')) cursor.at = 1;
  else if (!/^[.[]/.test(inner) && inner !== '') throw invalid(text, 'a path starts with a dot or a bracket');
  return parseSteps(cursor, () => cursor.at >= inner.length);
}

function parseSteps(cursor: Cursor, ends: () => boolean): readonly Step[] {
  const steps: Step[] = [];
  while (!ends()) {
    const before = cursor.at;
    if (cursor.text.startsWith('..', cursor.at)) {
      cursor.at += cursor.text[cursor.at + 2] === '[' ? 2 : 1;
      steps.push({ kind: 'descend' });
    } else if (cursor.text[cursor.at] === '.') steps.push(...parseName(cursor));
    else if (cursor.text[cursor.at] === '[') steps.push(parseBracket(cursor));
    if (cursor.at === before) throw invalid(cursor.text, `unexpected text at position ${cursor.at + 1}`);
  }
  return steps;
}

function parseName(cursor: Cursor): readonly Step[] {
  cursor.at++;
  const match = /^(\*|(?:\\.|[^.[\]\s=!<>()&|'"\\])+)/.exec(cursor.text.slice(cursor.at));
  if (match === null) return [];
  cursor.at += match[0].length;
  const name = match[0].replaceAll(/\\(.)/g, '$1');
  return [match[0] === '*' ? { kind: 'all' } : { kind: 'member', name }];
}

function parseBracket(cursor: Cursor): Step {
  const rest = cursor.text.slice(cursor.at);
  const filter = /^\[\?\(/.exec(rest);
  if (filter) return parseFilter(cursor);
  const quoted =
    /^\[\s*((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/.exec(
      rest,
    );
  if (quoted) {
    cursor.at += quoted[0].length;
    const names = (quoted[1]?.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g) ?? []).map(unquoted);
    return names.length === 1 ? { kind: 'member', name: names[0] ?? '' } : { kind: 'union', names };
  }
  const plain = /^\[\s*(\*|-?\d+|(-?\d+)?:(-?\d+)?(?::(\d+))?)\s*\]/.exec(rest);
  if (plain === null) throw invalid(cursor.text, `unknown subscript at position ${cursor.at + 1}`);
  cursor.at += plain[0].length;
  const [, content = '', from, to, by] = plain;
  if (content === '*') return { kind: 'all' };
  if (!content.includes(':')) return { kind: 'index', index: Number(content) };
  return { kind: 'slice', from: optional(from), to: optional(to), by: Number(by ?? 1) || 1 };
}

function optional(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function parseFilter(cursor: Cursor): Step {
  cursor.at += 3;
  const left = parseOperand(cursor);
  const operator = /^\s*(==|!=|<=|>=|<|>)\s*/.exec(cursor.text.slice(cursor.at));
  let right: Operand | undefined;
  if (operator) {
    cursor.at += operator[0].length;
    right = parseOperand(cursor);
  }
  const close = /^\s*\)\s*\]/.exec(cursor.text.slice(cursor.at));
  if (close === null) throw invalid(cursor.text, 'unterminated filter');
  cursor.at += close[0].length;
  return { kind: 'filter', left, operator: operator?.[1] ?? 'exists', right };
}

function parseOperand(cursor: Cursor): Operand {
  const rest = cursor.text.slice(cursor.at);
  const literal = /^\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)/.exec(rest);
  if (literal) {
    cursor.at += literal[0].length;
    const text = literal[1] ?? '';
    return { kind: 'literal', value: /^['"]/.test(text) ? unquoted(text) : (JSON.parse(text) as Json) };
  }
  const start = /^\s*[@$]/.exec(rest);
  if (start === null) throw invalid(cursor.text, 'a filter compares paths and values');
  cursor.at += start[0].length;
  const steps = parseSteps(cursor, () => !/^[.[]/.test(cursor.text.slice(cursor.at)));
  return { kind: 'path', steps };
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

function invalid(path: string, reason: string): AppError {
  return new AppError({
    code: 'jsonpath.invalid',
    kind: 'user',
    message: `invalid JSONPath ${JSON.stringify(path)}: ${reason}`,
  });
}
