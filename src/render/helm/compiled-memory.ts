/**
 * What of charts is kept from one render to the next: compiled templates and schemas, and the documents of the last render.
 * Results never depend on it.
 */
import { AppError } from '../../base/errors.ts';
import type { TemplateSet } from '../../lang/go-template/index.ts';
import { type CompiledSchema, SchemaReader } from '../../lang/json-schema/validate-json.ts';
import type { Chart } from './chart/chart.ts';
import { LastDocuments } from './manifests/last-documents.ts';
import { helmLibrary } from './template/helm-library.ts';

/** Conditions of one chart make several sets; beyond this somebody plays with them. */
const MAX_SETS = 16;

/** Holds nothing longer than the loaded charts themselves are held. */
export class CompiledMemory {
  readonly #templates = new WeakMap<Chart, Map<string, TemplateSet>>();
  readonly #schemas = new WeakMap<Uint8Array, CompiledSchema | AppError>();
  readonly #documents = new WeakMap<Chart, LastDocuments>();
  readonly schemaReader = new SchemaReader();
  /** The texts of all templates that are kept. */
  readonly library = helmLibrary();

  /** The templates of a chart of which these take part; compiled where they are not known. */
  templates(chart: Chart, names: readonly string[], compile: () => TemplateSet): TemplateSet {
    const key = names.join('\n');
    const sets = this.#templates.get(chart) ?? new Map<string, TemplateSet>();
    const known = sets.get(key);
    if (known !== undefined) return known;
    const set = compile();
    if (sets.size >= MAX_SETS) sets.clear();
    sets.set(key, set);
    this.#templates.set(chart, sets);
    return set;
  }

  /** For one render of a chart. */
  documents(chart: Chart): LastDocuments {
    const documents = this.#documents.get(chart) ?? new LastDocuments();
    documents.next();
    this.#documents.set(chart, documents);
    return documents;
  }

  /** The schema that a file holds, or the fault that it is none; `read` throws that. */
  schema(file: Uint8Array, read: (reader: SchemaReader) => CompiledSchema): CompiledSchema {
    const known = this.#schemas.get(file) ?? this.#readSchema(file, read);
    if (known instanceof AppError) throw known;
    return known;
  }

  #readSchema(file: Uint8Array, read: (reader: SchemaReader) => CompiledSchema): CompiledSchema | AppError {
    let schema: CompiledSchema | AppError;
    try {
      schema = read(this.schemaReader);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      schema = error;
    }
    this.#schemas.set(file, schema);
    return schema;
  }
}
