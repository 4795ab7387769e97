/** `format.<name>()`: formats of Kubernetes by name, and what is wrong with a text by them. */
import {
  type FunctionTable,
  isKind,
  list,
  NONE,
  namedType,
  noSuchOverload,
  type Opaque,
  type Run,
  some,
  type Value,
} from '../../../lang/cel/index.ts';
import { urlError } from '../../../lang/cel/library/url-parts.ts';
import {
  wrongDnsLabel,
  wrongDnsSubdomain,
  wrongLabelValue,
  wrongQualifiedName,
  wrongServiceName,
} from '../../object/names.ts';

const FORMAT = namedType('Format');

interface NamedFormat {
  readonly name: string;
  /** The sentences of what is wrong. */
  readonly wrong: (text: string) => readonly string[];
  /** What its pattern counts for in costs. */
  readonly size: number;
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const DATE = /^\d{4}-(\d{2})-(\d{2})$/;
const DATE_TIME = /^\d{4}-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

function isDate(text: string): boolean {
  const date = DATE.exec(text) ?? DATE_TIME.exec(text);
  if (date === null) return false;
  const parsed = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text.slice(0, 10);
}

function unless(fits: (text: string) => boolean, sentence: string): (text: string) => readonly string[] {
  return (text) => (fits(text) ? [] : [sentence]);
}

/** Here the server speaks of label keys. */
function wrongLabelKey(text: string): readonly string[] {
  return wrongQualifiedName(text).map((sentence) =>
    sentence.replace(/^a qualified name must/, 'a valid label key must'),
  );
}

/** A prefix may end in a dash, since more follows. */
function prefix(wrong: (text: string) => readonly string[]): (text: string) => readonly string[] {
  return (text) => wrong(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

const FORMATS: Readonly<Record<string, NamedFormat>> = {
  dns1123Label: { name: 'DNS1123Label', wrong: wrongDnsLabel, size: 30 },
  dns1123Subdomain: { name: 'DNS1123Subdomain', wrong: wrongDnsSubdomain, size: 60 },
  dns1035Label: { name: 'DNS1035Label', wrong: wrongServiceName, size: 30 },
  qualifiedName: { name: 'QualifiedName', wrong: wrongLabelKey, size: 60 },
  dns1123LabelPrefix: { name: 'DNS1123LabelPrefix', wrong: prefix(wrongDnsLabel), size: 30 },
  dns1123SubdomainPrefix: { name: 'DNS1123SubdomainPrefix', wrong: prefix(wrongDnsSubdomain), size: 60 },
  dns1035LabelPrefix: { name: 'DNS1035LabelPrefix', wrong: prefix(wrongServiceName), size: 30 },
  labelValue: { name: 'LabelValue', wrong: wrongLabelValue, size: 40 },
  uri: { name: 'URI', wrong: urlError, size: 1250 },
  uuid: { name: 'uuid', wrong: unless((text) => UUID.test(text), 'does not match the UUID format'), size: 66 },
  byte: { name: 'byte', wrong: unless((text) => BASE64.test(text), 'invalid base64'), size: 84 },
  date: { name: 'date', wrong: unless((text) => DATE.test(text) && isDate(text), 'invalid date'), size: 78 },
  datetime: {
    name: 'datetime',
    wrong: unless((text) => DATE_TIME.test(text) && isDate(text), 'invalid datetime'),
    size: 78,
  },
};

function isFormat(held: unknown): held is NamedFormat {
  return typeof held === 'object' && held !== null && 'wrong' in held;
}

function opaque(format: NamedFormat): Opaque {
  return {
    kind: 'opaque',
    type: FORMAT,
    held: format,
    equals: (other) => isFormat(other.held) && other.held.name === format.name,
  };
}

function heldFormat(value: Value | undefined): NamedFormat {
  if (value !== undefined && isKind(value, 'opaque') && isFormat(value.held)) return value.held;
  throw noSuchOverload();
}

const named: Run = (name) => {
  if (typeof name !== 'string') throw noSuchOverload();
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  return format === undefined ? NONE : some(opaque(format));
};

const validate: Run = (format, text) => {
  const { wrong } = heldFormat(format);
  if (typeof text !== 'string') throw noSuchOverload();
  const sentences = wrong(text);
  return sentences.length === 0 ? NONE : some(list([...sentences]));
};

export const NAMED_FORMATS: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(FORMATS).map(([name, format]) => [
      `format.${name}`,
      { [`format.${name}: () -> Format`]: () => opaque(format) },
    ]),
  ),
  validate: { 'format-validate: Format.(string) -> optional(list(string))': validate },
  'format.named': { 'format-named: (string) -> optional(Format)': named },
};
