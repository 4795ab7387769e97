/**
 * How Go's YAML libraries read plain scalars. `sigs` (sigs.k8s.io/yaml on yaml.v2: kubectl, Argo CD, Helm) knows the
 * booleans of YAML 1.1; `yaml3` (yaml.v3: kustomize) only true and false. Checked against those libraries.
 */
import { AppError } from '../../base/errors.ts';
import { rfc3339Of } from './go-timestamp.ts';

export type YamlProfile = 'sigs' | 'yaml3';

type Scalar = null | boolean | number | bigint | string;

const NULLS = ['', '~', 'null', 'Null', 'NULL'];
const TRUE = ['true', 'True', 'TRUE'];
const FALSE = ['false', 'False', 'FALSE'];
const OLD_TRUE = ['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'];
const OLD_FALSE = ['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'];
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:(0[xX])([0-9a-fA-F]+)|(0[bB])([01]+)|(0[oO]?)([0-7]+)|(0|[1-9][0-9]*))$/;
const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

const WORDS: Readonly<Record<YamlProfile, ReadonlyMap<string, Scalar>>> = {
  sigs: words([...TRUE, ...OLD_TRUE], [...FALSE, ...OLD_FALSE]),
  yaml3: words(TRUE, FALSE),
};

/** The value of a plain scalar, or undefined where it is text. */
export function resolveScalar(text: string, profile: YamlProfile): Scalar | undefined {
  const first = text.charCodeAt(0);
  // Digits, sign and point begin numbers; nothing else does.
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (numeric) return resolveNumber(text) ?? (profile === 'yaml3' ? rfc3339Of(text) : undefined);
  return text.length <= 5 ? WORDS[profile].get(text) : undefined;
}

/** Infinity or NaN in one of YAML's spellings. */
export function isNotFinite(text: string): boolean {
  return NOT_FINITE.test(text);
}

/** The value of a number's text, or undefined. Infinity and NaN have no JSON, so they are refused. */
export function resolveNumber(text: string): number | bigint | undefined {
  if (isNotFinite(text)) throw notFinite(text);
  const plain = text[0] === '.' ? text : text.replaceAll('_', '');
  const integer = resolveInteger(plain);
  if (integer !== undefined) return integer;
  if (!FLOAT.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Go's ParseInt with base 0, then ParseUint: what fits neither becomes a float, or stays text. */
function resolveInteger(text: string): number | bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign, , hex, , binary, , octal, decimal] = match;
  const digits = hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? '0');
  const value = Number(digits);
  if (Number.isSafeInteger(value)) return sign === '-' && value !== 0 ? -value : value;
  const exact = sign === '-' ? -BigInt(digits) : BigInt(digits);
  const limit = sign === '' ? MAX_UINT64 : MAX_UINT64 / 2n;
  return exact >= MIN_INT64 && exact <= limit ? exact : undefined;
}

function words(yes: readonly string[], no: readonly string[]): ReadonlyMap<string, Scalar> {
  const map = new Map<string, Scalar>();
  for (const word of NULLS) map.set(word, null);
  for (const word of yes) map.set(word, true);
  for (const word of no) map.set(word, false);
  return map;
}

function notFinite(text: string): AppError {
  const value = /nan/i.test(text) ? 'NaN' : text.startsWith('-') ? '-Inf' : '+Inf';
  return new AppError({
    code: 'yaml.invalid',
    kind: 'user',
    message: `error converting YAML to JSON: json: unsupported value: ${value}`,
    hint: 'JSON has no infinity and no NaN: quote the text if it is meant as text.',
  });
}
