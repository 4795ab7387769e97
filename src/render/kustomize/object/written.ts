/** Scalars that say more than their value, and what a text is where it stands without quotes. */
import { resolveScalar } from '../../../lang/yaml/go-scalars.ts';

export type PlainValue = null | boolean | number | bigint | string;

/**
 * A scalar by its text, where the value alone would not do: `0x10` is a number, but a name made of it is `0x10`. One that was
 * put in the place of another by its text alone is open: it is of whatever type its text is, also once that is changed.
 */
export class Written {
  readonly text: string;
  readonly isOpen: boolean;

  constructor(text: string, kind: 'open' | 'settled') {
    this.text = text;
    this.isOpen = kind === 'open';
  }

  get value(): PlainValue {
    return plainValue(this.text);
  }
}

/** What a text is where it stands without quotes. */
export function plainValue(text: string): PlainValue {
  const value = resolveScalar(text, 'yaml3');
  return value === undefined ? text : value;
}

/** A scalar as a document has it without quotes: its value, where that tells how it was written. */
export function readPlain(text: string): PlainValue | Written {
  const value = plainValue(text);
  return value === null || String(value) === text ? value : new Written(text, 'settled');
}
