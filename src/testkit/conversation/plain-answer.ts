/** Answers without what differs from run to run: such values become words in capitals, numbered where they recur. */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
/** Sentences that name a version. */
const VERSIONS: readonly (readonly [RegExp, string])[] = [
  [/(in record \()\d+/g, '$1VERSION'],
  [/(in the precondition \()\d+/g, '$1VERSION'],
  [/(current: )\d+/g, '$1VERSION'],
  [/(too old resource version: )\d+ \(\d+\)/g, '$1VERSION (VERSION)'],
  [/(Too large resource version: )\d+/g, '$1VERSION'],
  [/resourceVersion(\\*)":(\\*)"\d+/g, 'resourceVersion$1":$2"VERSION'],
  [/(resourceVersion: )"\d+"/g, '$1"VERSION"'],
  [/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-RANDOM'],
  [/\b10\.96\.(?!0\.1\b)\d+\.\d+\b/g, 'CLUSTER_IP'],
  [/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n?/g, 'CERTIFICATE'],
];

/** Programs of a control plane write under their own names. */
const SERVERS = ['kube', 'kube-apiserver', 'kube-controller-manager'];

/** One conversation's view of such values: equal ones get equal words. */
export class PlainAnswers {
  readonly #uids = new Map<string, string>();
  readonly #versions = new Map<string, string>();
  readonly #names = new Map<string, string>();

  /** A value of an answer. */
  plain(value: Json): Json {
    this.#noteNames(value);
    return this.#value(value, '', undefined);
  }

  text(text: string): string {
    let plain = text.replace(UUID, (uid) => numbered(this.#uids, uid, 'UID')).replace(TIME, 'TIME');
    plain = plain.replace(TOKEN, 'TOKEN');
    // A server meets the members of a map in any order.
    plain = plain.replace(/(?<=errors:\n)(?: {2}\..*\n?)+$/, (lines) => lines.split('\n').toSorted().join('\n'));
    for (const [pattern, word] of VERSIONS) plain = plain.replace(pattern, word);
    for (const [name, word] of this.#names) plain = plain.replaceAll(name, word);
    return plain;
  }

  #noteNames(value: Json): void {
    if (isList(value)) for (const item of value) this.#noteNames(item);
    if (!isObject(value)) return;
    const base = textAt(value, 'generateName');
    const name = textAt(value, 'name');
    if (base && name?.startsWith(base)) this.#names.set(name, `${base}RANDOM`);
    for (const item of Object.values(value)) if (item !== undefined) this.#noteNames(item);
  }

  #value(value: Json, key: string, parent: JsonObject | undefined): Json {
    if (isList(value)) return this.#list(value, key);
    if (isObject(value)) {
      // Prose about columns is no behaviour.
      const { description: _, ...rest } = value;
      const shown = key === 'columnDefinitions' ? rest : value;
      const entries = Object.entries(shown).flatMap(([name, item]): [string, Json][] =>
        item === undefined ? [] : [[this.text(name), this.#value(item, name, value)]],
      );
      return Object.fromEntries(entries);
    }
    if ((key === 'nodePort' || key === 'healthCheckNodePort') && typeof value === 'number' && value >= 30_000)
      return 'NODE_PORT';
    if (typeof value !== 'string') return value;
    if (key === 'manager' && SERVERS.includes(value)) return 'SERVER';
    if (key === 'resourceVersion') return this.#version(value, parent);
    if (key === 'continue' && value !== '') return 'CONTINUE';
    return this.text(value);
  }

  #list(list: readonly Json[], key: string): Json {
    const plain = list.map((item) => this.#value(item, key, undefined));
    if (key === 'cells')
      return plain.map((cell) => (typeof cell === 'string' ? cell.replace(/^\d+(s|m\d*s?)$/, 'AGE') : cell));
    // The order of managers depends on the second of each write, and a server meets bindings in any order.
    if (key === 'managedFields' || key === 'resourceRules' || key === 'nonResourceRules')
      return plain.toSorted((one, other) => compare(sortedText(one), sortedText(other)));
    return plain;
  }

  /** Versions of objects recur; that of a list is any. */
  #version(version: string, metadata: JsonObject | undefined): string {
    if (!/^\d+$/.test(version) || version === '0') return version;
    return metadata?.['name'] === undefined ? 'VERSION' : numbered(this.#versions, version, 'VERSION');
  }
}

function numbered(known: Map<string, string>, value: string, word: string): string {
  const found = known.get(value);
  if (found !== undefined) return found;
  const made = `${word}_${known.size + 1}`;
  known.set(value, made);
  return made;
}

function sortedText(value: Json): string {
  return JSON.stringify(value, (_, item) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).toSorted()) : item,
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
