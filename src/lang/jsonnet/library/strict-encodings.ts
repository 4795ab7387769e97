/** Digests, base64, UTF-8, and reading JSON and YAML. */
import { createHash } from 'node:crypto';
import { expectArray, expectInteger, expectString } from '../runtime/expect.ts';
import { goText } from '../runtime/go-text.ts';
import { force } from '../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../runtime/value.ts';
import { base64Fault } from './base64-fault.ts';
import { arrayOf, type Call, type Declared, strict, type Values } from './native.ts';
import { parseJsonText, parseYamlText } from './parse-data.ts';

export const STRICT_ENCODINGS: readonly Declared[] = [
  digest('md5', 'md5'),
  digest('sha1', 'sha1'),
  digest('sha256', 'sha256'),
  digest('sha512', 'sha512'),
  digest('sha3', 'sha3-512'),
  strict('base64', 'input', (call, values) => bytesToEncode(call, values.at(0)).toString('base64')),
  strict('base64Decode', 'str', (call, values) => goText(decoded(call, values.at(0)))),
  strict('base64DecodeBytes', 'str', (call, values) => arrayOf(call.machine, [...decoded(call, values.at(0))])),
  strict('encodeUTF8', 'str', ({ machine, site }, values) =>
    arrayOf(machine, [...Buffer.from(expectString(machine, values.at(0), site))]),
  ),
  strict('decodeUTF8', 'arr', decodeUtf8),
  strict('parseJson', 'str', ({ machine, site }, values) =>
    parseJsonText({ machine, site }, expectString(machine, values.at(0), site)),
  ),
  strict('parseYaml', 'str', ({ machine, site }, values) =>
    parseYamlText({ machine, site }, expectString(machine, values.at(0), site)),
  ),
];

function digest(name: string, algorithm: string): Declared {
  return strict(name, 's', ({ machine, site }, values) =>
    createHash(algorithm)
      .update(expectString(machine, values.at(0), site))
      .digest('hex'),
  );
}

function bytesToEncode({ machine, site }: Call, value: Value): Buffer {
  const checked = (byte: number) => {
    if (byte >= 0 && byte <= 255) return byte;
    const problem = 'base64 encountered invalid codepoint value in the array (must be 0 <= X <= 255), got';
    throw machine.fault(`${problem} ${byte}`, site);
  };
  if (typeof value === 'string') {
    for (const character of value) checked(character.codePointAt(0) ?? 0);
    return Buffer.from(value);
  }
  if (!(value instanceof JsonnetArray)) {
    const problem = 'base64 can only base64 encode strings / arrays of single bytes, got';
    throw machine.fault(`${problem} ${typeOf(value)}`, site);
  }
  const bytes = value.elements.map((element) => {
    const byte = force(element, machine, site);
    if (typeof byte === 'number' && (byte | 0) === byte) return checked(byte);
    throw machine.fault(`base64 encountered a non-integer value in the array, got ${typeOf(byte)}`, site);
  });
  return Buffer.from(bytes);
}

function decoded({ machine, site }: Call, value: Value): Buffer {
  if (typeof value !== 'string') throw machine.fault(`base64DecodeBytes requires a string, got ${typeOf(value)}`, site);
  const length = Buffer.byteLength(value);
  if (length % 4 !== 0) {
    const problem = 'input string appears not to be a base64 encoded string. Wrong length found';
    throw machine.fault(`${problem} (${length})`, site);
  }
  const at = base64Fault(value);
  if (at === undefined) return Buffer.from(value, 'base64');
  throw machine.fault(`failed to decode: illegal base64 data at input byte ${at}`, site);
}

function decodeUtf8({ machine, site }: Call, values: Values): Value {
  const bytes = expectArray(machine, values.at(0), site).elements.map((element) => {
    const byte = expectInteger(machine, force(element, machine, site), site);
    if (byte >= 0 && byte <= 255) return byte;
    throw machine.fault(`Bytes must be integers in range [0, 255], got ${byte}`, site);
  });
  return goText(Buffer.from(bytes));
}
