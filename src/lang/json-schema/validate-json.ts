/** Checks of JSON values against schemas, with the messages of the Go library that Helm uses. */

import type { Json } from '../../base/json-value.ts';
import { quote } from '../go-value/index.ts';
import { type CompiledSchema, compileSchema, metaschemaOf } from './compile/compile-schema.ts';
import { metaschemaDocuments } from './compile/metaschemas.ts';
import { schemaFault } from './fault.ts';
import { formatIssues, type Issue } from './issue.ts';
import type { Schema } from './schema.ts';
import { applySchema } from './validate/apply-schema.ts';
import { ValidationBudget, type ValidationLimits } from './validate/validation.ts';

export type { CompiledSchema } from './compile/compile-schema.ts';

/** Reads schemas; keeps the schemas of the drafts, which are large beside most others. */
export class SchemaReader {
  readonly #metaschemas = new Map<string, CompiledSchema>();

  /**
   * Compiles a schema document that stands at `url`, after its draft's own schema has accepted it. Throws
   * `json-schema.invalid`, `json-schema.remote`, `json-schema.budget`.
   */
  read(url: string, document: Json, limits: Partial<ValidationLimits> = {}): CompiledSchema {
    const meta = metaschemaUrl(url, document);
    const issues = validateJson(this.#metaschema(meta), document, limits);
    if (issues === undefined) return compileSchema(url, document);
    const head = `${quote(`${url}#`)} is not valid against metaschema`;
    throw schemaFault('json-schema.invalid', `${head}: jsonschema validation failed with '${meta}#'\n${issues}`);
  }

  #metaschema(url: string): CompiledSchema {
    const known = this.#metaschemas.get(url);
    if (known !== undefined) return known;
    const compiled = compileSchema(url, metaschemaDocuments().get(url) ?? true, { assertFormat: true });
    this.#metaschemas.set(url, compiled);
    return compiled;
  }
}

/** One schema without keeping anything. Throws as `SchemaReader.read`. */
export function readSchema(url: string, document: Json, limits: Partial<ValidationLimits> = {}): CompiledSchema {
  return new SchemaReader().read(url, document, limits);
}

function metaschemaUrl(url: string, document: Json): string {
  const isEmptyEnough = typeof document !== 'object' || document === null;
  return metaschemaOf(compileSchema(url, isEmptyEnough ? true : onlyDraft(document)));
}

/** The draft is told by the root alone. */
function onlyDraft(document: object): Json {
  const named = Object.hasOwn(document, '$schema') ? (document as { $schema?: Json }).$schema : undefined;
  return named === undefined ? {} : { $schema: named };
}

/** The lines of what the value breaks; undefined where it breaks nothing. Throws `json-schema.budget`. */
export function validateJson(
  { root }: CompiledSchema,
  value: Json,
  limits: Partial<ValidationLimits> = {},
): string | undefined {
  const issue = applyToRoot(root, value, new ValidationBudget(limits));
  if (issue === undefined) return undefined;
  return formatIssues(issue.isGroup ? issue.causes : [issue]);
}

function applyToRoot(schema: Schema, value: Json, budget: ValidationBudget): Issue | undefined {
  const tracks = schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined;
  const names =
    tracks && typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const indexes = tracks && Array.isArray(value) ? [...value.keys()] : [];
  return applySchema({
    value,
    path: [],
    scope: { schema, keyword: '', valueDepth: 0, depth: 0, parent: undefined },
    unevaluated: { names: new Set(names), indexes: new Set(indexes) },
    isSilent: false,
    budget,
    issues: [],
  });
}
