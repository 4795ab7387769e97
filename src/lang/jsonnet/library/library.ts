/** The standard library: functions by name, all hidden, and what each file adds. */
import { type JsonnetObject, objectOf } from '../runtime/object.ts';
import { countingTexts, type Declared } from './native.ts';
import { STRICT_ARRAYS } from './strict-arrays.ts';
import { STRICT_ENCODINGS } from './strict-encodings.ts';
import { STRICT_MANIFESTS } from './strict-manifests.ts';
import { STRICT_NUMBERS } from './strict-numbers.ts';
import { STRICT_OBJECTS } from './strict-objects.ts';
import { STRICT_TEXTS } from './strict-texts.ts';
import { TRACED } from './traced/index.ts';

const FUNCTIONS: readonly Declared[] = [
  ...TRACED,
  ...STRICT_ARRAYS,
  ...STRICT_NUMBERS,
  ...STRICT_OBJECTS,
  ...[...STRICT_ENCODINGS, ...STRICT_MANIFESTS, ...STRICT_TEXTS].map(countingTexts),
];

/** Gives the `std` of a file, by what `std.thisFile` says there. */
export function createLibrary(): (file: string) => JsonnetObject {
  const shared = objectOf(FUNCTIONS, 'hidden');
  return (file) => shared.plus(objectOf([['thisFile', file]], 'hidden'), undefined);
}
