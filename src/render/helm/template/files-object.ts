/** `.Files`: what a chart holds beside templates, values and subcharts. */
import { compileGlob } from '../../../base/glob/glob.ts';
import { setOwn } from '../../../base/json/own.ts';
import type { Json } from '../../../base/json-value.ts';
import {
  BYTES,
  decodeText,
  GoBytes,
  GoMap,
  GoSlice,
  type GoType,
  type GoValue,
  mapOf,
  methodTable,
  namedType,
  STRING,
  STRING_SLICE,
} from '../../../lang/go-value/index.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { baseName } from '../archive/clean-path.ts';
import type { ChartFile } from '../chart/chart-file.ts';

const EMPTY = new Uint8Array();

export function filesObject(files: readonly ChartFile[]): GoMap {
  return objectOf(new Map(files.map(({ name, data }) => [name, new GoBytes(BYTES, data)])));
}

function objectOf(files: Map<string, GoValue>): GoMap {
  return new GoMap(FILES, files);
}

const FILES: GoType = namedType('engine.files', mapOf(BYTES), {
  methods: methodTable(
    {
      name: 'GetBytes',
      parameters: [STRING],
      call: (files, _context, [name]) => new GoBytes(BYTES, bytesOf(files, name)),
    },
    { name: 'Get', parameters: [STRING], call: (files, _context, [name]) => decodeText(bytesOf(files, name)) },
    { name: 'Lines', parameters: [STRING], call: (files, _context, [name]) => linesOf(bytesOf(files, name)) },
    {
      name: 'Glob',
      parameters: [STRING],
      call: (files, { budget }, [pattern]) => {
        const matches = compileGlob(String(pattern), '/');
        const all = [...entriesOf(files)];
        budget.step(all.length * 16);
        return objectOf(new Map(all.filter(([name]) => matches(name))));
      },
    },
    { name: 'AsConfig', parameters: [], call: (files, { budget }) => yamlOf(files, { budget, text: decodeText }) },
    {
      name: 'AsSecrets',
      parameters: [],
      call: (files, { budget }) => yamlOf(files, { budget, text: (bytes) => Buffer.from(bytes).toString('base64') }),
    },
  ),
});

function entriesOf(files: GoValue): Iterable<[string, GoValue]> {
  return files instanceof GoMap ? files.entries() : [];
}

function bytesOf(files: GoValue, name: GoValue | undefined): Uint8Array {
  const found = files instanceof GoMap ? files.get(String(name)) : undefined;
  return found instanceof GoBytes ? found.bytes : EMPTY;
}

function linesOf(bytes: Uint8Array): GoSlice {
  if (bytes.length === 0) return new GoSlice(STRING_SLICE, []);
  const text = decodeText(bytes);
  return new GoSlice(STRING_SLICE, (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'));
}

/** By the last element of the names: of several that are the same the last in byte order stays. */
function yamlOf(
  files: GoValue,
  { budget, text }: { budget: { take(bytes: number): void }; text: (bytes: Uint8Array) => string },
): string {
  const object: Record<string, Json> = {};
  const sorted = files instanceof GoMap ? files.sortedKeys() : [];
  for (const name of sorted) {
    const content = text(bytesOf(files, name));
    budget.take(content.length);
    setOwn(object, baseName(name), content);
  }
  return writeYaml(object).replace(/\n$/, '');
}
