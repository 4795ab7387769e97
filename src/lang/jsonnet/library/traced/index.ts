import { countingTexts, type Declared } from '../native.ts';
import { ARRAYS } from './arrays.ts';
import { FORMATS } from './format.ts';
import { MANIFESTS } from './manifests.ts';
import { OBJECTS } from './objects.ts';
import { DIGITS } from './parse-digits.ts';
import { SETS } from './sets.ts';
import { SLICES } from './slice.ts';
import { TEXTS } from './texts.ts';
import { TYPES_AND_NUMBERS } from './types-and-numbers.ts';

/** Functions that go-jsonnet's library writes in Jsonnet. */
export const TRACED: readonly Declared[] = [
  ...ARRAYS,
  ...DIGITS,
  ...[...FORMATS, ...MANIFESTS, ...TEXTS].map(countingTexts),
  ...OBJECTS,
  ...SETS,
  ...SLICES,
  ...TYPES_AND_NUMBERS,
];
