/** What Kustomize knows of a kind when it merges: the types of Kubernetes 1.21, or those of the field `openapi`. */
import { isObject, type JsonObject, member } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { explained, kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { isKnownKind } from '../object/cluster-scoped.ts';
import builtin from './merging-fields.facts.json' with { type: 'json' };
import { type PatchSchema, type SchemasOfKinds, schemasOfDefinitions } from './patch-schema.ts';

const BUILTIN: SchemasOfKinds = schemasOfDefinitions(builtin.definitions as JsonObject);

const BUILTIN_VERSION = 'v1.21.2';

/** The schemas of one build. What the kustomization that is built names, or else the first below it, takes the place of all. */
export class Schemas {
  private chosen: SchemasOfKinds | undefined;
  /** Whether a kustomization named schemas. */
  isChosen = false;
  /** The built-in types were needed before others were named: they stay. */
  private keepsBuiltin = false;

  schemaOf(apiVersion: string, kind: string): PatchSchema | undefined {
    if (this.isChosen && this.chosen !== undefined) {
      const found = this.chosen.schemaOf(apiVersion, kind);
      return found ?? (this.keepsBuiltin ? BUILTIN.schemaOf(apiVersion, kind) : undefined);
    }
    this.keepsBuiltin = true;
    return BUILTIN.schemaOf(apiVersion, kind);
  }

  /** An object was read: Kustomize looks into its types for where one of a kind that it does not know by heart may live. */
  note(apiVersion: string, kind: string): void {
    if (!this.isChosen && !isKnownKind(apiVersion, kind)) this.keepsBuiltin = true;
  }

  /** The built-in types were needed. */
  keepBuiltin(): void {
    if (!this.isChosen) this.keepsBuiltin = true;
  }

  /** Runs work and tells whether it needed the built-in types. */
  observed<T>(work: () => T): { readonly value: T; readonly needsBuiltin: boolean } {
    const before = this.keepsBuiltin;
    this.keepsBuiltin = false;
    try {
      return { value: work(), needsBuiltin: this.keepsBuiltin };
    } finally {
      this.keepsBuiltin ||= before;
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
    if (content !== undefined) this.chosen = schemasIn(Buffer.from(content).toString('utf8'));
    else if (version !== BUILTIN_VERSION) throw kustomizeFault('the specified OpenAPI version is not built in');
  }
}

/** A document of OpenAPI v2, JSON or YAML. */
function schemasIn(text: string): SchemasOfKinds {
  const definitions = member(
    explained('invalid schema file', () => readYaml(text)),
    'definitions',
  );
  return schemasOfDefinitions(isObject(definitions) ? definitions : {});
}
