/** `%a` and its kin, in ASCII. A capital letter means the opposite. */
import type { ByteTest } from './pattern.ts';

const CLASSES: Readonly<Record<string, RegExp>> = {
  a: /[A-Za-z]/,
  c: /[\0-\x1f\x7f]/,
  d: /[0-9]/,
  l: /[a-z]/,
  p: /[!-/:-@[-`{-~]/,
  s: /[ \f\n\r\t\v]/,
  u: /[A-Z]/,
  w: /[0-9A-Za-z]/,
  x: /[0-9A-Fa-f]/,
  z: /\0/,
};

const TABLES: ReadonlyMap<string, readonly boolean[]> = new Map(
  Object.entries(CLASSES).flatMap(([letter, test]) => {
    const members = Array.from({ length: 256 }, (_, code) => test.test(String.fromCharCode(code)));
    return [[letter, members] as const, [letter.toUpperCase(), members.map((is) => !is)] as const];
  }),
);

/** The class behind a percent sign; signs and other bytes mean themselves. */
export function byteClass(code: number): ByteTest {
  const table = TABLES.get(String.fromCharCode(code));
  return table === undefined ? (other) => other === code : (other) => table[other] === true;
}
