/** The subject of an X.509 certificate as Go prints names (RFC 2253, last part first; `crypto/x509/pkix`). */
import { type DerValue, readDer } from './der.ts';

const NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.17': 'POSTALCODE',
};
/** Go keeps the usual attributes in fields of their own and prints them in this order, values of one kind together. */
const ORDER = ['SERIALNUMBER', 'CN', 'POSTALCODE', 'STREET', 'ST', 'L', 'OU', 'O', 'C'];
/** Attributes of which Go keeps only the last. */
const SINGLE = ['SERIALNUMBER', 'CN'];
const VERSION_TAG = 0xa0;

interface Attribute {
  readonly type: string;
  readonly value: DerValue;
}

/** `der`: a whole certificate. Undefined where it is none. */
export function certificateSubject(der: Buffer): string | undefined {
  const toBeSigned = inside(inside(readDer(der)?.[0])?.[0]);
  if (toBeSigned === undefined) return undefined;
  // Version (where there is one), serial number, algorithm, issuer, validity, subject.
  const at = toBeSigned[0]?.tag === VERSION_TAG ? 5 : 4;
  const sets = inside(toBeSigned[at]);
  if (sets === undefined) return undefined;
  const attributes = sets.flatMap((set) => (inside(set) ?? []).flatMap(attributeOf));
  const usual = ORDER.flatMap((name) => partOf(name, attributes));
  const others = attributes.filter(({ type }) => NAMES[type] === undefined).reverse();
  return [...usual, ...others.map(({ type, value }) => `${type}=#${value.whole.toString('hex')}`)].join(',');
}

function inside(value: DerValue | undefined): readonly DerValue[] | undefined {
  return value === undefined ? undefined : readDer(value.content);
}

function attributeOf(pair: DerValue): readonly Attribute[] {
  const [type, value] = inside(pair) ?? [];
  return type === undefined || value === undefined ? [] : [{ type: dotted(type.content), value }];
}

function partOf(name: string, attributes: readonly Attribute[]): readonly string[] {
  const values = attributes.filter(({ type }) => NAMES[type] === name).map(({ value }) => `${name}=${escaped(value)}`);
  if (values.length === 0) return [];
  return [(SINGLE.includes(name) ? values.slice(-1) : values).join('+')];
}

function escaped({ content }: DerValue): string {
  const text = content.toString('utf8');
  return text.replace(/[,+"\\<>;]|^[ #]|(?<=.) $/g, (mark) => `\\${mark}`);
}

/** An object identifier as text. */
function dotted(bytes: Buffer): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
