/** What Kustomize knows of a kind when it merges: the types of Kubernetes 1.21, or those of the field `openapi`. */
import { isObject, type JsonObject, member } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { explained, kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { isKnownKind } from '../object/cluster-scoped.ts';
import builtin from './merging-fields.facts.json' with { type: 'json' };
import { type PatchSchema, type SchemasOfKinds, schemasOfDefinitions } from './patch-schema.ts';

const DEFINITIONS = builtin.definitions as JsonObject;

const BUILTIN: SchemasOfKinds = schemasOfDefinitions(DEFINITIONS);

const BUILTIN_VERSION = 'v1.21.2';

/**
 * Whether the built-in types were there before others were named, and stay: `read` for a patch, so that others come over them;
 * `asked` of a kind that they do not hold, which has them read behind the others, over them.
 */
export type BuiltinUse = 'none' | 'asked' | 'read';

/** The schemas of one build: those that the kustomization names that is built, or else the first below it. */
export class Schemas {
  /** What the document that was named defines. */
  private definitions: JsonObject | undefined;
  private chosen: SchemasOfKinds | undefined;
  /** Whether a kustomization named schemas. */
  isChosen = false;
  private builtin: BuiltinUse = 'none';

  schemaOf(apiVersion: string, kind: string): PatchSchema | undefined {
    if (this.definitions === undefined) {
      this.keepBuiltin('read');
      return BUILTIN.schemaOf(apiVersion, kind);
    }
    this.chosen ??= schemasOfDefinitions(this.all(this.definitions));
    return this.chosen.schemaOf(apiVersion, kind);
  }

  /** References lead from one document into the other. */
  private all(definitions: JsonObject): JsonObject {
    if (this.builtin === 'none') return definitions;
    return this.builtin === 'read' ? { ...DEFINITIONS, ...definitions } : { ...definitions, ...DEFINITIONS };
  }

  /** An object was read: Kustomize looks into its types for where one of a kind that it does not know by heart may live. */
  note(apiVersion: string, kind: string): void {
    if (!isKnownKind(apiVersion, kind)) this.keepBuiltin('asked');
  }

  /** The built-in types were needed. */
  keepBuiltin(use: BuiltinUse): void {
    if (!this.isChosen && this.builtin !== 'read' && use !== 'none') this.builtin = use;
  }

  /** Runs work and tells how it needed the built-in types. */
  observed<T>(work: () => T): { readonly value: T; readonly builtin: BuiltinUse } {
    const before = this.builtin;
    this.builtin = 'none';
    try {
      return { value: work(), builtin: this.builtin };
    } finally {
      if (before === 'read' || this.builtin === 'none') this.builtin = before;
    }
  }

  /** Takes the field `openapi` of a kustomization into account. */
  use(folder: Folder, { path, version }: Readonly<Record<string, string>>): void {
    const content = path === undefined ? undefined : folder.read(path);
    if (this.isChosen) return;
    if (content !== undefined && version !== undefined) {
      throw kustomizeFault('builtin version and custom schema provided, cannot use both');
    }
    if (content === undefined && (version === undefined || version === '')) return;
    this.isChosen = true;
    if (content !== undefined) this.definitions = definitionsIn(Buffer.from(content).toString('utf8'));
    else if (version !== BUILTIN_VERSION) throw kustomizeFault('the specified OpenAPI version is not built in');
  }
}

/** A document of OpenAPI v2, JSON or YAML. */
function definitionsIn(text: string): JsonObject {
  const definitions = member(
    explained('invalid schema file', () => readYaml(text)),
    'definitions',
  );
  return isObject(definitions) ? definitions : {};
}
