/** The tokens of libyaml's scanner. */
import type { Mark } from './cursor.ts';

export type TokenKind =
  | 'stream-end'
  | 'version-directive'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly kind: TokenKind;
  readonly start: Mark;
  /** Scalar, name of an anchor, handle of a tag, version. */
  readonly value: string;
  /** What follows the handle of a tag. */
  readonly suffix: string;
  /** Of scalars: whether it stands without quotes and is no block. */
  readonly isPlain: boolean;
}

/** A token without a value of its own. */
export function mark(kind: TokenKind, start: Mark): Token {
  return { kind, start, value: '', suffix: '', isPlain: false };
}
