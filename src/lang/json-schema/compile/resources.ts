/** The parts of a schema document that have names: `$id` begins a resource of its own, anchors name places in it. */

import { formatPointer } from '../../../base/json-pointer.ts';
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import { quote } from '../../go-value/index.ts';
import { schemaFault } from '../fault.ts';
import type { Draft } from '../schema.ts';
import { draftNamed, idKeyword, SUBSCHEMAS } from './drafts.ts';

export interface Resource {
  /** Where it begins in the document. */
  readonly pointer: string;
  readonly id: string;
  readonly draft: Draft;
  readonly anchors: Map<string, string>;
  readonly dynamicAnchors: Set<string>;
}

export interface SchemaDocument {
  readonly url: string;
  readonly root: Json;
  /** By pointer. */
  readonly resources: Map<string, Resource>;
}

/** What `$schema` is taken for where there is none. */
const LATEST: Draft = 2020;
const MAX_DEPTH = 400;

/** Throws `json-schema.invalid` and `json-schema.remote` (a metaschema of one's own). */
export function collectDocument(url: string, root: Json): SchemaDocument {
  const document: SchemaDocument = { url, root, resources: new Map() };
  collect(document, root, { pointer: '', base: url, fallback: LATEST, depth: 0 });
  return document;
}

/** The resource that a place belongs to. */
export function resourceAt(document: SchemaDocument, pointer: string): Resource {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = document.resources.get(at);
    if (found !== undefined) return found;
    if (at === '') throw schemaFault('json-schema.invalid', `schema ${quote(document.url)} has no root`);
  }
}

/** An absolute URL without its fragment, and the fragment. */
export function resolveUrl(reference: string, base: string): { url: string; fragment: string } {
  const hash = reference.indexOf('#');
  const relative = hash < 0 ? reference : reference.slice(0, hash);
  const fragment = hash < 0 ? '' : decodeFragment(reference.slice(hash + 1));
  if (relative === '') return { url: base, fragment };
  const url = URL.parse(relative, base);
  if (url === null) throw schemaFault('json-schema.invalid', `error in parsing ${quote(reference)}`);
  return { url: url.href, fragment };
}

interface Place {
  readonly pointer: string;
  readonly base: string;
  readonly fallback: Draft;
  readonly depth: number;
}

function collect(document: SchemaDocument, schema: Json, place: Place): void {
  if (place.depth > MAX_DEPTH) throw schemaFault('json-schema.budget', 'the schema is nested too deep');
  if (!isObject(schema)) {
    if (place.pointer === '') addResource(document, place.base, place.fallback, '');
    return;
  }
  const { draft, id } = identityOf(schema, place);
  const base = id === '' ? place.base : resolveUrl(id, place.base).url;
  if (id !== '' || place.pointer === '') addResource(document, base, draft, place.pointer);
  const resource =
    [...document.resources.values()].find((one) => one.id === base) ?? resourceAt(document, place.pointer);
  collectAnchors(document, schema, { resource, pointer: place.pointer });
  for (const [path, inner] of subschemasOf(schema, draft)) {
    const pointer = place.pointer + formatPointer(path);
    collect(document, inner, { pointer, base, fallback: resource.draft, depth: place.depth + 1 });
  }
}

/** `$schema` counts at the root and beside an `$id` only. */
function identityOf(schema: JsonObject, { pointer, fallback }: Place): { draft: Draft; id: string } {
  const named = member(schema, '$schema');
  const draft = typeof named === 'string' ? (draftNamed(named) ?? unknownDraft(named)) : fallback;
  const id = idOf(schema, draft);
  return id === '' && pointer !== '' ? { draft: fallback, id: idOf(schema, fallback) } : { draft, id };
}

function unknownDraft(schema: string): never {
  const url = schema.replace(/#.*$/s, '');
  throw schemaFault(
    'json-schema.remote',
    `failing loading ${quote(url)}: references to other documents are not followed`,
  );
}

function idOf(schema: JsonObject, draft: Draft): string {
  // Before draft 2019 nothing beside a reference counts.
  if (draft < 2019 && Object.hasOwn(schema, '$ref')) return '';
  const id = member(schema, idKeyword(draft));
  return typeof id === 'string' ? id.replace(/#.*$/s, '') : '';
}

function addResource(document: SchemaDocument, id: string, draft: Draft, pointer: string): void {
  for (const other of document.resources.values()) {
    if (other.id !== id) continue;
    if (other.pointer === pointer) return;
    const where = `at ${quote(pointer)} and ${quote(other.pointer)}`;
    throw schemaFault('json-schema.invalid', `duplicate id ${quote(id)} in ${quote(document.url)} ${where}`);
  }
  document.resources.set(pointer, { pointer, id, draft, anchors: new Map(), dynamicAnchors: new Set() });
}

function collectAnchors(
  document: SchemaDocument,
  schema: JsonObject,
  { resource, pointer }: { resource: Resource; pointer: string },
): void {
  const add = (name: string): void => {
    const other = resource.anchors.get(name) ?? pointer;
    if (other !== pointer) throw duplicateAnchor(document, name, [other, pointer]);
    resource.anchors.set(name, pointer);
  };
  if (resource.draft < 2019) {
    const id = Object.hasOwn(schema, '$ref') ? undefined : member(schema, idKeyword(resource.draft));
    const fragment = typeof id === 'string' ? decodeFragment(/#(.*)$/s.exec(id)?.[1] ?? '') : '';
    if (fragment !== '' && !fragment.startsWith('/')) add(fragment);
    return;
  }
  const anchor = member(schema, '$anchor');
  if (typeof anchor === 'string') add(anchor);
  const dynamic = resource.draft >= 2020 ? member(schema, '$dynamicAnchor') : undefined;
  if (typeof dynamic !== 'string') return;
  add(dynamic);
  resource.dynamicAnchors.add(dynamic);
}

function duplicateAnchor(document: SchemaDocument, name: string, pointers: readonly string[]): Error {
  const [first = '', second = ''] = pointers;
  const where = `at ${quote(first)} and ${quote(second)}`;
  return schemaFault('json-schema.invalid', `duplicate anchor ${quote(name)} in ${quote(document.url)} ${where}`);
}

function* subschemasOf(schema: JsonObject, draft: Draft): Generator<readonly [readonly string[], Json]> {
  for (const { keyword, holds, since } of SUBSCHEMAS) {
    const value = since <= draft ? member(schema, keyword) : undefined;
    if (holds === 'one' && isObject(value)) yield [[keyword], value];
    if (holds === 'list' && isList(value))
      for (const [at, item] of value.entries()) yield [[keyword, String(at)], item];
    if (holds !== 'map' || !isObject(value)) continue;
    for (const [key, inner] of Object.entries(value)) if (isObject(inner)) yield [[keyword, key], inner];
  }
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    throw schemaFault('json-schema.invalid', `error in parsing fragment ${quote(fragment)}`);
  }
}
