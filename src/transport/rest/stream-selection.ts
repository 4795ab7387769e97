/**
 * The `fields` parameter of streams: any dotted paths through each message (surface §1.4, recorded: app/watch). What is not
 * there is left out; keys come in byte order, as Go writes maps. A leading `-` takes the paths away instead. Pure.
 */
import { setOwn } from '../../base/json/own.ts';
import { parseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';

interface Paths {
  /** The whole of what is here. */
  whole: boolean;
  readonly inner: Map<string, Paths>;
}

/** From a message's JSON text to the text of what was asked for. */
export function streamSelection(parameter: string): (text: string) => string {
  if (parameter === '') return (text) => text;
  const excludes = parameter.startsWith('-');
  const paths = pathsOf((excludes ? parameter.slice(1) : parameter).split(','));
  return (text) => {
    const message = parseJson(text);
    const selected = excludes ? without(message, paths) : only(message, paths);
    return stringifyJson(selected ?? {}, { sorted: true, html: true });
  };
}

function pathsOf(texts: readonly string[]): Paths {
  const root: Paths = { whole: false, inner: new Map() };
  for (const text of texts) {
    let here = root;
    for (const key of text.split('.')) {
      const next = here.inner.get(key) ?? { whole: false, inner: new Map() };
      here.inner.set(key, next);
      here = next;
    }
    here.whole = true;
  }
  return root;
}

function only(value: Json, paths: Paths): Json | undefined {
  if (paths.whole) return value;
  if (isList(value)) return value.map((item) => only(item, paths) ?? {});
  if (!isObject(value)) return undefined;
  const kept: Record<string, Json> = {};
  for (const [key, inner] of paths.inner) {
    const member = Object.hasOwn(value, key) ? value[key] : undefined;
    const part = member === undefined ? undefined : only(member, inner);
    if (part !== undefined) setOwn(kept, key, part);
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}

function without(value: Json, paths: Paths): Json {
  if (isList(value)) return value.map((item) => without(item, paths));
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const inner = paths.inner.get(key);
    if (member === undefined || inner?.whole) continue;
    setOwn(kept, key, inner ? without(member, inner) : member);
  }
  return kept;
}
