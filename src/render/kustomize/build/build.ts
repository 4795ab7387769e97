/** A whole build: gather, hash, refer, order, label, write. */

import type { Json } from '../../../base/json-value.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { placed } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { readKustomization } from '../kustomization/kustomization.ts';
import { isMap, put, scalarText } from '../object/node.ts';
import { noteOpenKey, nullText } from '../object/notes.ts';
import type { Origin, Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import { ResourceSet } from '../object/resource-set.ts';
import { asJson } from '../object/rewritten.ts';
import { LEGACY_ORDER, ordered } from '../order/order.ts';
import { Schemas } from '../patch/schema.ts';
import { fixReferences } from '../references/references.ts';
import { resolveVariables } from '../references/variables.ts';
import { setPairs } from '../transform/metadata.ts';
import { addHashes } from './builtin-plugins.ts';
import type { BuildOptions } from './options.ts';
import { Target } from './target.ts';

export interface Built {
  readonly resources: readonly Resource[];
  readonly warnings: readonly string[];
}

const LOCAL = 'config.kubernetes.io/local-config';
const ORIGIN = 'config.kubernetes.io/origin';
const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations';
/** What Kustomize and its relatives keep among annotations while they work. */
const INTERNAL = [
  ORIGIN,
  TRANSFORMATIONS,
  ...[
    'previousKinds',
    'previousNames',
    'prefixes',
    'suffixes',
    'previousNamespaces',
    'allowNameChange',
    'allowKindChange',
    'refBy',
    'generatorBehavior',
    'needsHashSuffix',
    'path',
    'index',
    'seqindent',
    'id',
    'annotations-migration-resource-id',
  ].map((name) => `internal.config.kubernetes.io/${name}`),
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
];

/** Builds the kustomization of a folder. Throws `kustomize.failed` (user), and what files throw. */
export function build(folder: Folder, options: BuildOptions): Built {
  const file = options.file ?? readKustomization(folder);
  const { kustomization } = file;
  const wantsOrigin = kustomization.buildMetadata.length > 0;
  const schemas = new Schemas();
  const place = (): string => `${folder.shownFile(file.fileName)}: openapi`;
  placed(place, () => schemas.use(folder, kustomization.openapi));
  const target = new Target(folder, file, {
    options,
    schemas,
    origin: wantsOrigin ? {} : undefined,
    chartNamespace: '',
    opened: { count: 0 },
    depth: 0,
  });
  const all = target.accumulate();
  addHashes(all);
  fixReferences(all.set, all.configuration.nameReference);
  resolveVariables(all.set, all.variables, all.configuration.varReference);
  const kept = all.set.resources.filter((resource) => !isLocal(resource));
  // Patches may have given two objects one id: put together anew, as the tool does, they are refused.
  new ResourceSet().appendAll(kept);
  const order = kustomization.sortOptions ?? (options.reorder === 'none' ? undefined : LEGACY_ORDER);
  const resources = order === undefined ? kept : ordered(kept, order);
  if (options.managedByLabel || kustomization.buildMetadata.includes('managedByLabel')) {
    setPairs(resources, {
      pairs: { 'app.kubernetes.io/managed-by': `kustomize-${options.version}` },
      specs: [{ path: 'metadata/labels', create: true }],
    });
  }
  for (const resource of resources) {
    annotate(resource, kustomization.buildMetadata);
    resource.object = asJson(resource.object, () => idText(resource.id));
  }
  return { resources, warnings: file.warnings };
}

/** For the tool itself, not for a cluster. */
function isLocal({ annotations }: Resource): boolean {
  const written = annotations[LOCAL];
  return written !== undefined && scalarText(written) !== 'false';
}

function annotate(resource: Resource, wanted: readonly string[]): void {
  textAnnotations(resource);
  for (const key of INTERNAL) resource.removeAnnotation(key);
  if (wanted.includes('originAnnotations') && resource.origin !== undefined) {
    resource.setAnnotation(ORIGIN, writtenOrigin(resource.origin));
  }
  if (wanted.includes('transformerAnnotations') && resource.transformations.length > 0) {
    resource.setAnnotation(
      TRANSFORMATIONS,
      resource.transformations.map((each) => indented(writtenOrigin(each))).join(''),
    );
  }
}

/** Annotations are texts, however they are written. */
function textAnnotations({ object, annotations }: Resource): void {
  for (const [key, value] of Object.entries(annotations)) {
    noteOpenKey(annotations, key);
    if (value === null) put(annotations, key, nullText(annotations, key));
    else if (typeof value !== 'string') put(annotations, key, scalarText(value));
  }
  const metadata = object['metadata'];
  if (isMap(metadata) && Object.keys(annotations).length === 0) delete metadata['annotations'];
}

/** Fields in their own order, not in that of the alphabet. */
function writtenOrigin(origin: Origin): string {
  const { path, repo, ref, configuredIn, configuredBy } = origin;
  const fields = { path, repo, ref, configuredIn, configuredBy };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => writeYaml({ [key]: value as Json }))
    .join('');
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ').replace(/^ {2}/, '- ').trimEnd().concat('\n');
}

/** The objects as the tool prints them. */
export function writeResources(resources: readonly Resource[]): string {
  return resources.map(({ object }) => writeYaml(object as Json)).join('---\n');
}
