/** The grammar of textual label selectors (apimachinery labels.Parse), with its messages. */
import { quote } from '../../lang/go-value/text/quote.ts';
import { kubeFault } from '../object/kube-fault.ts';
import { wrongLabelValue, wrongQualifiedName } from '../object/names.ts';
import type { Operator, Requirement } from './label-selector.ts';

type TokenKind = 'identifier' | 'end' | ',' | '(' | ')' | '!' | 'operator';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const OPERATORS: readonly Operator[] = ['in', 'notin', '=', '==', '!=', 'gt', 'lt'];
const SYMBOLS: Readonly<Record<string, Operator>> = { '=': '=', '==': '==', '!=': '!=', '>': 'gt', '<': 'lt' };
const END: Token = { kind: 'end', text: '' };

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}

/** The requirements in the order written; a zero byte ends the text. Throws `kube.bad-request`. */
export function parseRequirements(text: string): readonly Requirement[] {
  const cursor: Cursor = { tokens: tokenize(text.split('\0')[0] ?? ''), at: 0 };
  const requirements: Requirement[] = [];
  for (;;) {
    const first = peek(cursor);
    if (first.kind === 'end') return requirements;
    if (first.kind !== 'identifier' && first.kind !== '!') throw found(first, "!, identifier, or 'end of string'");
    requirements.push(parseRequirement(cursor));
    const separator = next(cursor);
    if (separator.kind === 'end') return requirements;
    if (separator.kind !== ',') throw found(separator, "',' or 'end of string'");
    const after = peek(cursor);
    if (after.kind !== 'identifier' && after.kind !== '!') throw found(after, "identifier after ','");
  }
}

function parseRequirement(cursor: Cursor): Requirement {
  const negated = peek(cursor).kind === '!';
  if (negated) next(cursor);
  const key = next(cursor);
  if (key.kind !== 'identifier') throw unparsed(`found '${key.text}', expected: identifier`);
  checkKey(key.text);
  if (negated) return { key: key.text, operator: '!', values: [] };
  const after = peek(cursor).kind;
  if (after === 'end' || after === ',') return { key: key.text, operator: 'exists', values: [] };
  const operator = parseOperator(cursor);
  const values = operator === 'in' || operator === 'notin' ? parseSet(cursor) : [parseExact(cursor)];
  checkValues(key.text, operator, values);
  return { key: key.text, operator, values };
}

function parseOperator(cursor: Cursor): Operator {
  const token = next(cursor);
  if (token.kind === 'operator') return SYMBOLS[token.text] ?? '=';
  if (token.kind === 'identifier' && (token.text === 'in' || token.text === 'notin')) return token.text;
  throw unparsed(`found '${token.text}', expected: ${OPERATORS.join(', ')}`);
}

function parseExact(cursor: Cursor): string {
  const token = peek(cursor);
  if (token.kind === 'end' || token.kind === ',') return '';
  next(cursor);
  if (token.kind !== 'identifier') throw unparsed(`found '${token.text}', expected: identifier`);
  return token.text;
}

function parseSet(cursor: Cursor): readonly string[] {
  const open = next(cursor);
  if (open.kind !== '(') throw unparsed(`found '${open.text}' expected: '('`);
  const values = new Set<string>();
  for (let first = true; ; first = false) {
    const token = next(cursor);
    const after = peek(cursor);
    if (token.kind === ')' && first) return [''];
    if (token.kind === 'identifier') {
      values.add(token.text);
      if (after.kind !== ',' && after.kind !== ')') throw unparsed(`found '${after.text}', expected: ',' or ')'`);
    } else if (token.kind === ',') {
      if (values.size === 0 || after.kind === ',' || after.kind === ')') values.add('');
    } else {
      throw unparsed(`found '${token.text}', expected: ${first ? "',', ')' or identifier" : "',', or identifier"}`);
    }
    if (after.kind !== ')') continue;
    next(cursor);
    return [...values];
  }
}

function checkKey(key: string): void {
  const wrong = wrongQualifiedName(key).map((sentence) =>
    sentence.replace(/^a qualified name must/, 'a valid label key must'),
  );
  if (wrong.length > 0) throw unparsed(`<nil>: Invalid value: ${quote(key)}: ${wrong.join('; ')}`);
}

function checkValues(key: string, operator: Operator, values: readonly string[]): void {
  if (values.length === 0) {
    throw unparsed("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
  }
  for (const [index, value] of values.entries()) {
    if ((operator === 'gt' || operator === 'lt') && !/^[-+]?[0-9]+$/.test(value)) {
      throw unparsed(
        `values[${index}]: Invalid value: ${quote(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
      );
    }
    const wrong = wrongLabelValue(value);
    if (wrong.length > 0) {
      throw unparsed(`values[${index}][${key}]: Invalid value: ${quote(value)}: ${wrong.join('; ')}`);
    }
  }
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [part] of text.matchAll(/[(),]|[=!<>]+|[^ \t\r\n(),=!<>]+/g)) {
    if (part === ',' || part === '(' || part === ')') tokens.push({ kind: part, text: part });
    else if (/^[=!<>]/.test(part)) tokens.push(...symbolTokens(part));
    else tokens.push({ kind: 'identifier', text: part });
  }
  return tokens;
}

/** A run such as `!=` or `==!`: the longest operators from the left. */
function symbolTokens(run: string): readonly Token[] {
  return (run.match(/==|!=|[=<>!]/g) ?? []).map((text) => ({ kind: text === '!' ? '!' : 'operator', text }));
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.at] ?? END;
}

function next(cursor: Cursor): Token {
  return cursor.tokens[cursor.at++] ?? END;
}

function found(token: Token, expected: string): Error {
  return kubeFault({ code: 'kube.bad-request', message: `found '${token.text}', expected: ${expected}` });
}

function unparsed(message: string): Error {
  return kubeFault({ code: 'kube.bad-request', message: `unable to parse requirement: ${message}` });
}
