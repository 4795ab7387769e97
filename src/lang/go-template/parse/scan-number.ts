/** How far a number reaches, as Go's lexer looks at it: what is wrong inside is found when the number is converted. */
import { characterAt, isAlphanumeric } from './characters.ts';

export interface ScannedNumber {
  readonly kind: 'number' | 'complex' | 'bad';
  readonly end: number;
}

/** The number that begins at `at`; a bad one ends with the character that makes it bad. */
export function scanNumber(text: string, at: number): ScannedNumber {
  const real = scanReal(text, at);
  if (!real.isWhole) return { kind: 'bad', end: real.end };
  const code = text.charCodeAt(real.end);
  if (code !== 43 && code !== 45) return { kind: 'number', end: real.end };
  const imaginary = scanReal(text, real.end);
  const isComplex = imaginary.isWhole && text[imaginary.end - 1] === 'i';
  return { kind: isComplex ? 'complex' : 'bad', end: imaginary.end };
}

function scanReal(text: string, start: number): { readonly isWhole: boolean; readonly end: number } {
  let at = start;
  const accept = (characters: string): boolean => {
    const character = text[at];
    if (character === undefined || !characters.includes(character)) return false;
    at += 1;
    return true;
  };
  const acceptAll = (characters: string): void => {
    while (accept(characters));
  };
  accept('+-');
  let digits = '0123456789_';
  if (accept('0')) {
    if (accept('xX')) digits = '0123456789abcdefABCDEF_';
    else if (accept('oO')) digits = '01234567_';
    else if (accept('bB')) digits = '01_';
  }
  acceptAll(digits);
  if (accept('.')) acceptAll(digits);
  const exponent = { 11: 'eE', 23: 'pP' }[digits.length];
  if (exponent !== undefined && accept(exponent)) {
    accept('+-');
    acceptAll('0123456789_');
  }
  accept('i');
  const code = characterAt(text, at);
  if (!isAlphanumeric(code)) return { isWhole: true, end: at };
  return { isWhole: false, end: at + (code > 0xffff ? 2 : 1) };
}
