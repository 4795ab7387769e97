/** Which of YAML's scalar styles Go's library writes a text in. */
import { isNotFinite, resolveScalar } from './go-scalars.ts';
import { isGoTimestamp } from './go-timestamp.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

export interface ScalarPlace {
  /** In front of a `:` on its own line: no line breaks there. */
  readonly isSimpleKey: boolean;
  /** Whether a block may hold tabs, as yaml.v3 has it. */
  readonly allowsTabs?: boolean;
}

const BREAK = /[\n\r\u0085\u2028\u2029]/;
const BREAK_BESIDE_SPACE = / [\n\r\u0085\u2028\u2029]|[\n\r\u0085\u2028\u2029] /;
/** What the library takes for printable: no tab, and nothing beyond the basic plane. */
const UNPRINTABLE = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const FIRST_INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$)|---|\.\.\.)/;
const INNER_INDICATOR = /.:(?:[ \t]|$)|[ \t\n\r\u0085\u2028\u2029\0]#/s;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** A word that is long enough to be none of YAML's own, without anything that means more. */
const CERTAINLY_PLAIN = /^[A-Za-z][\w./-]{5,}$/;

/** The style that keeps the text a text. */
export function styleOf(text: string, place: ScalarPlace): ScalarStyle {
  if (CERTAINLY_PLAIN.test(text)) return 'plain';
  const wanted = text.includes('\n') ? 'literal' : isTextUnquoted(text) ? 'plain' : 'double';
  if (place.isSimpleKey && BREAK.test(text)) return 'double';
  if (wanted === 'plain') return plainOrQuoted(text, place);
  if (wanted === 'literal' && (place.isSimpleKey || !isBlockAllowed(text, place))) return 'double';
  return wanted;
}

/** True where the plain text would be read as text. */
function isTextUnquoted(text: string): boolean {
  if (text === '<<' || isNotFinite(text) || BASE_60.test(text) || isGoTimestamp(text)) return false;
  return resolveScalar(text, 'sigs') === undefined;
}

function plainOrQuoted(text: string, place: ScalarPlace): ScalarStyle {
  if (isPlainAllowed(text)) return text === '' && place.isSimpleKey ? 'single' : 'plain';
  return isSingleAllowed(text) ? 'single' : 'double';
}

function isPlainAllowed(text: string): boolean {
  return (
    !UNPRINTABLE.test(text) &&
    !BREAK.test(text) &&
    !text.startsWith(' ') &&
    !text.endsWith(' ') &&
    !FIRST_INDICATOR.test(text) &&
    !INNER_INDICATOR.test(text)
  );
}

function isSingleAllowed(text: string): boolean {
  return !UNPRINTABLE.test(text) && !spaceBeside(text);
}

/** A block shows neither trailing spaces nor anything unprintable. */
function isBlockAllowed(text: string, { allowsTabs = false }: ScalarPlace): boolean {
  const shown = allowsTabs ? text.replaceAll('\t', '') : text;
  return !UNPRINTABLE.test(shown) && !text.endsWith(' ') && !/ [\n\r\u0085\u2028\u2029]/.test(text);
}

/** A space next to a line break gets lost in a quoted scalar. */
function spaceBeside(text: string): boolean {
  return BREAK_BESIDE_SPACE.test(text);
}
