/** Tokens and the words by which messages name them. */
import type { Range } from './source.ts';

export type StringKind =
  | 'STRING_BLOCK'
  | 'STRING_DOUBLE'
  | 'STRING_SINGLE'
  | 'VERBATIM_STRING_DOUBLE'
  | 'VERBATIM_STRING_SINGLE';

export type TokenKind =
  | '{'
  | '}'
  | '['
  | ']'
  | ','
  | '$'
  | '.'
  | '('
  | ')'
  | ';'
  | 'IDENTIFIER'
  | 'NUMBER'
  | 'OPERATOR'
  | StringKind
  | Keyword
  | 'end of file';

const KEYWORDS = [
  'assert',
  'else',
  'error',
  'false',
  'for',
  'function',
  'if',
  'import',
  'importstr',
  'importbin',
  'in',
  'local',
  'null',
  'self',
  'super',
  'tailstrict',
  'then',
  'true',
] as const;

export type Keyword = (typeof KEYWORDS)[number];

export interface Token extends Range {
  readonly kind: TokenKind;
  /** Source text of the token; of strings what is between the quotes, of numbers without underscores. */
  readonly data: string;
}

const STRINGS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'STRING_BLOCK',
  'STRING_DOUBLE',
  'STRING_SINGLE',
  'VERBATIM_STRING_DOUBLE',
  'VERBATIM_STRING_SINGLE',
]);
const CONTENT: ReadonlySet<TokenKind> = new Set<TokenKind>([...STRINGS, 'IDENTIFIER', 'NUMBER', 'OPERATOR']);
const WORDS: ReadonlySet<string> = new Set(KEYWORDS);

/** The keyword a name is, or undefined. */
export function keywordOf(word: string): Keyword | undefined {
  return KEYWORDS.find((keyword) => keyword === word);
}

export function isStringToken(token: Token): token is Token & { readonly kind: StringKind } {
  return STRINGS.has(token.kind);
}

/** How a message names a kind that it expected. */
export function kindText(kind: TokenKind): string {
  return CONTENT.has(kind) || WORDS.has(kind) || kind === 'end of file' ? kind : `"${kind}"`;
}

/** How a message names a token that it found. */
export function tokenText({ kind, data }: Token): string {
  if (data === '') return kindText(kind);
  return CONTENT.has(kind) ? `(${kind}, "${data}")` : `"${data}"`;
}
