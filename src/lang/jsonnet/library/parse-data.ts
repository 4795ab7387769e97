/** `std.parseJson` and `std.parseYaml`, with the words of the Go libraries behind them. */
import { AppError } from '../../../base/errors.ts';
import { isList, type Json } from '../../../base/json-value.ts';
import { jsonSyntaxFault } from '../../go-value/text/json-syntax-fault.ts';
import { readYaml } from '../../yaml/read.ts';
import { objectOf } from '../runtime/object.ts';
import type { Value } from '../runtime/value.ts';
import { arrayOf, type Call, makeObject } from './native.ts';

export function parseJsonText(call: Call, text: string): Value {
  const { machine, site } = call;
  const fault = (message: string) => machine.fault(`failed to parse JSON: ${message}`, site);
  machine.work(4);
  const deep = nestsTooDeeply(text) ? jsonSyntaxFault(text) : undefined;
  if (deep !== undefined) throw fault(deep);
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    throw fault(jsonSyntaxFault(text) ?? 'unexpected end of JSON input');
  }
  const huge = hugeNumber(parsed) ? /-?\d+(?:\.\d+)?[eE]\+?\d+|-?\d{300,}(?:\.\d+)?/.exec(text)?.[0] : undefined;
  if (huge !== undefined) throw fault(`json: cannot unmarshal number ${huge} into Go value of type float64`);
  return valueOfJson(call, parsed);
}

/** Whether there are more brackets than Go's depth allows levels. */
function nestsTooDeeply(text: string): boolean {
  return text.length > 10_000 && (text.match(/[[{]/g)?.length ?? 0) > 10_000;
}

function hugeNumber(value: Json): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (isList(value)) return value.some(hugeNumber);
  return (
    value !== null &&
    typeof value === 'object' &&
    Object.values(value).some((one) => one !== undefined && hugeNumber(one))
  );
}

/** Deeper than any value that can be written out within the usual 500 frames, whose limit is what is told then. */
const DEEPEST = 1000;

/** Several documents, or one behind `---`, are an array; none at all is null. */
export function parseYamlText(call: Call, text: string): Value {
  const { machine, site } = call;
  machine.work(text.length);
  const { documents, isStream } = splitDocuments(text);
  machine.work(16 * documents.length);
  const values = documents.map((document) => {
    try {
      return valueOfJson(call, readYaml(document, { maxDepth: DEEPEST }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw machine.fault(`failed to parse YAML: ${error.message}`, site);
    }
  });
  const [first] = values;
  if (first === undefined) return null;
  return isStream ? arrayOf(machine, values) : first;
}

const MARKER = /^---(?:$|[ \t])/;

/** Pieces of a stream, each with the marker that it begins with. Line ends become `\n`. */
function splitDocuments(text: string): { readonly documents: readonly string[]; readonly isStream: boolean } {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  // What stands behind the last line break is no line.
  if (lines.at(-1) === '') lines.pop();
  const documents: string[] = [];
  let current: string[] = [];
  let isStream = false;
  for (const line of lines) {
    if (MARKER.test(line)) {
      isStream = true;
      if (current.length > 0) documents.push(`${current.join('\n')}\n`);
      if (current.length > 0) current = [];
    }
    current.push(line);
  }
  if (current.length > 0) documents.push(`${current.join('\n')}\n`);
  return { documents, isStream };
}

function valueOfJson(call: Call, json: Json): Value {
  if (typeof json === 'string') return json.toWellFormed();
  if (typeof json === 'bigint') return Number(json);
  if (json === null || typeof json !== 'object') return json;
  if (isList(json))
    return arrayOf(
      call.machine,
      json.map((element) => valueOfJson(call, element)),
    );
  const fields = Object.entries(json).map(
    ([name, value]) => [name.toWellFormed(), valueOfJson(call, value ?? null)] as const,
  );
  makeObject(call.machine, fields.length);
  return objectOf(fields);
}
