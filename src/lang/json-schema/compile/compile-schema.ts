/** A JSON Schema document into a form that checks values quickly. References are followed inside the document only. */

import { parsePointer } from '../../../base/json-pointer.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import { quote } from '../../go-value/index.ts';
import { schemaFault } from '../fault.ts';
import type { Draft, Schema } from '../schema.ts';
import { compileKeywords, type Linking } from './compile-keywords.ts';
import { METASCHEMAS } from './drafts.ts';
import { metaschemaDocuments } from './metaschemas.ts';
import { collectDocument, type Resource, resolveUrl, resourceAt, type SchemaDocument } from './resources.ts';

const MAX_SCHEMAS = 100_000;

export interface CompiledSchema {
  readonly root: Schema;
  readonly draft: Draft;
}

export interface CompileOptions {
  /** Checks `format` in drafts that leave it to the reader too. */
  readonly assertFormat?: boolean;
}

/**
 * Throws `json-schema.invalid` with the Go library's words, `json-schema.remote` for references to other documents,
 * `json-schema.budget`. That the document keeps to its metaschema is checked elsewhere (`checkMetaschema`).
 */
export function compileSchema(url: string, root: Json, options: CompileOptions = {}): CompiledSchema {
  const compiler = new SchemaCompiler(url, root, options);
  return { root: compiler.compile(url), draft: compiler.draftOf(url) };
}

class SchemaCompiler implements Linking {
  readonly #documents = new Map<string, SchemaDocument>();
  readonly #schemas = new Map<string, Schema>();
  readonly #queue: { schema: Schema; document: SchemaDocument; pointer: string }[] = [];

  readonly assertFormat: boolean;

  constructor(url: string, root: Json, { assertFormat = false }: CompileOptions) {
    this.assertFormat = assertFormat;
    this.#documents.set(url, collectDocument(url, root));
  }

  draftOf(url: string): Draft {
    return resourceAt(this.#document(url), '').draft;
  }

  compile(url: string): Schema {
    const root = this.at(this.#document(url), '');
    for (let next = 0; next < this.#queue.length; next++) {
      const { schema, document, pointer } = this.#queue[next] ?? {
        schema: root,
        document: this.#document(url),
        pointer: '',
      };
      this.#fill(schema, document, pointer);
    }
    return root;
  }

  at(document: SchemaDocument, pointer: string): Schema {
    const location = `${document.url}#${encodeURI(pointer)}`;
    const known = this.#schemas.get(location);
    if (known !== undefined) return known;
    if (this.#schemas.size >= MAX_SCHEMAS) throw schemaFault('json-schema.budget', 'the schema has too many parts');
    const schema: Schema = { location, draft: resourceAt(document, pointer).draft };
    this.#schemas.set(location, schema);
    this.#queue.push({ schema, document, pointer });
    return schema;
  }

  reference(document: SchemaDocument, pointer: string, reference: string): { target: Schema; anchor: string } {
    const { url, fragment } = resolveUrl(reference, resourceAt(document, pointer).id);
    const { owner, resource } = this.#resource(document, url);
    if (fragment === '' || fragment.startsWith('/')) {
      return { target: this.at(owner, resource.pointer + fragment), anchor: '' };
    }
    const place = resource.anchors.get(fragment);
    if (place !== undefined) return { target: this.at(owner, place), anchor: fragment };
    const where = `${resource.id}#${fragment}`;
    throw schemaFault('json-schema.invalid', `anchor in ${quote(where)} not found in schema ${quote(owner.url)}`);
  }

  #resource(document: SchemaDocument, url: string): { owner: SchemaDocument; resource: Resource } {
    if (url === document.url) return { owner: document, resource: resourceAt(document, '') };
    const inside = [...document.resources.values()].find(({ id }) => id === url);
    if (inside !== undefined) return { owner: document, resource: inside };
    const owner = this.#document(url);
    return { owner, resource: resourceAt(owner, '') };
  }

  #document(url: string): SchemaDocument {
    const known = this.#documents.get(url);
    if (known !== undefined) return known;
    const root = metaschemaDocuments().get(url);
    if (root === undefined) {
      const reason = 'references to other documents are not followed';
      throw schemaFault('json-schema.remote', `failing loading ${quote(url)}: ${reason}`);
    }
    const document = collectDocument(url, root);
    this.#documents.set(url, document);
    return document;
  }

  #fill(schema: Schema, document: SchemaDocument, pointer: string): void {
    const value = valueAt(document, pointer);
    const resource = resourceAt(document, pointer);
    schema.resource = this.at(document, resource.pointer);
    if (resource.draft >= 2020 && resource.pointer === pointer) {
      const names = [...resource.dynamicAnchors];
      schema.dynamicAnchors = new Map(names.map((name) => [name, this.at(document, resource.anchors.get(name) ?? '')]));
    }
    if (typeof value === 'boolean') schema.always = value;
    else if (isObject(value)) compileKeywords(schema, value, { link: this, document, pointer });
  }
}

function valueAt(document: SchemaDocument, pointer: string): Json {
  let here: Json | undefined = document.root;
  for (const step of parsePointer(pointer) ?? []) {
    if (isList(here)) here = /^(?:0|[1-9][0-9]*)$/.test(step) ? here[Number(step)] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
    if (here === undefined) {
      throw schemaFault('json-schema.invalid', `json-pointer in ${quote(`${document.url}#${pointer}`)} not found`);
    }
  }
  return here ?? null;
}

/** The URL of the draft's own schema. */
export function metaschemaOf({ draft }: CompiledSchema): string {
  return METASCHEMAS[draft];
}
