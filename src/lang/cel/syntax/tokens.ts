/** Tokens of CEL, numbered in the order in which errors list what was expected. */

export const PUNCTUATION = [
  '==',
  '!=',
  'in',
  '<',
  '<=',
  '>=',
  '>',
  '&&',
  '||',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '.',
  ',',
  '-',
  '!',
  '?',
  ':',
  '+',
  '*',
  '/',
  '%',
  'true',
  'false',
  'null',
] as const;

const CLASSES = ['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER', 'ESC_IDENTIFIER'] as const;

export type TokenType = (typeof PUNCTUATION)[number] | (typeof CLASSES)[number] | '<EOF>';

const ORDER: ReadonlyMap<string, number> = new Map(
  ['<EOF>', ...PUNCTUATION, ...CLASSES].map((type, index) => [type, index]),
);

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  /** Code points from … up to, without. */
  readonly start: number;
  readonly end: number;
}

/** A set of expected tokens as errors show it. */
export function showExpected(types: Iterable<TokenType>): string {
  const names = [...types].sort((a, b) => (ORDER.get(a) ?? 0) - (ORDER.get(b) ?? 0)).map(showType);
  return names.length === 1 ? (names[0] ?? '') : `{${names.join(', ')}}`;
}

function showType(type: TokenType): string {
  return type === '<EOF>' || CLASSES.some((each) => each === type) ? type : `'${type}'`;
}

/** Text in an error: quoted, with line ends and tabs written out. */
export function showText(text: string): string {
  return `'${text.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}
