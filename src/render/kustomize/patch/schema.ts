/** What Kustomize knows of a kind when it merges: the types of Kubernetes 1.21. */

import { isObject, member } from '../../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../../kube/merge-schema/builtin-schema.ts';
import type { MergeSchema, SchemaSource } from '../../../kube/merge-schema/merge-schema.ts';
import { openapiSchemas } from '../../../kube/merge-schema/openapi-schema.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { isKnownKind } from '../object/cluster-scoped.ts';

/** Versions that are no longer served merge as those that took their place. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1beta1': 'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1beta1': 'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1beta1': 'apiregistration.k8s.io/v1',
  'autoscaling/v2beta1': 'autoscaling/v2',
  'autoscaling/v2beta2': 'autoscaling/v2',
  'batch/v1beta1': 'batch/v1',
  'certificates.k8s.io/v1beta1': 'certificates.k8s.io/v1',
  'coordination.k8s.io/v1beta1': 'coordination.k8s.io/v1',
  'discovery.k8s.io/v1beta1': 'discovery.k8s.io/v1',
  'events.k8s.io/v1beta1': 'events.k8s.io/v1',
  'extensions/v1beta1': 'networking.k8s.io/v1',
  'networking.k8s.io/v1beta1': 'networking.k8s.io/v1',
  'node.k8s.io/v1beta1': 'node.k8s.io/v1',
  'policy/v1beta1': 'policy/v1',
  'rbac.authorization.k8s.io/v1beta1': 'rbac.authorization.k8s.io/v1',
  'scheduling.k8s.io/v1beta1': 'scheduling.k8s.io/v1',
  'storage.k8s.io/v1beta1': 'storage.k8s.io/v1',
};

/** What Kustomize brings: undefined where nothing is known, so that lists are replaced. */
const KNOWN: SchemaSource = {
  schemaOf: (apiVersion, kind) =>
    isKnownKind(apiVersion, kind) ? BUILTIN_SCHEMAS.schemaOf(SUCCESSORS[apiVersion] ?? apiVersion, kind) : undefined,
};

const BUILTIN_VERSION = 'v1.21.2';

/** The schemas of one build. What the kustomization that is built names, or else the first below it, takes the place of all. */
export class Schemas {
  private source: SchemaSource = KNOWN;
  private isChosen = false;

  schemaOf(apiVersion: string, kind: string): MergeSchema | undefined {
    return this.source.schemaOf(apiVersion, kind);
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
    if (content !== undefined) this.source = schemasIn(Buffer.from(content).toString('utf8'));
    else if (version !== BUILTIN_VERSION) throw kustomizeFault('the specified OpenAPI version is not built in');
  }
}

/** A document of OpenAPI v2, JSON or YAML. */
function schemasIn(text: string): SchemaSource {
  const definitions = member(readYaml(text), 'definitions');
  return openapiSchemas({ components: { schemas: isObject(definitions) ? definitions : {} } });
}
