/**
 * What an Application says over its kustomization (A15), as the `kustomize edit` commands that Argo CD runs would change the
 * file; here the file stays as it is and what was read from it is changed.
 */
import type { ApplicationSourceKustomize, KustomizePatch } from '../../api/application/source-fields.ts';
import type { AppError } from '../../base/errors.ts';
import { compareBytes, sortedKeys } from '../../base/json/byte-order.ts';
import { substitute } from '../build-environment/substitute.ts';
import { kustomizeFault } from '../kustomize/fault.ts';
import type { Kustomization } from '../kustomize/kustomization/kustomization.ts';
import type { Patch } from '../kustomize/patch/apply.ts';
import type { ImageChange } from '../kustomize/transform/images.ts';
import { addUsage } from './edit-usage.ts';

export interface EditContext {
  readonly variable: (name: string) => string | undefined;
  /** Whether a folder stands at a path from the kustomization. */
  readonly hasFolder: (path: string) => boolean;
}

/** Throws the words of the command that would have failed. */
export function edited(file: Kustomization, source: ApplicationSourceKustomize, context: EditContext): Kustomization {
  return {
    ...file,
    namePrefix: source.namePrefix || file.namePrefix,
    nameSuffix: source.nameSuffix || file.nameSuffix,
    namespace: source.namespace || file.namespace,
    images: imagesOf(file, source, context),
    replicas: replicasWith(file.replicas, source.replicas ?? []),
    ...labelsWith(file, source, context),
    commonAnnotations: annotationsWith(file, source, context),
    patches: [...file.patches, ...(source.patches ?? []).map(patchOf)],
    components: [...file.components, ...componentsOf(source, context)],
  };
}

/** An asterisk keeps what the file says of that part. */
const KEEP = '*';

const FORMATS = `invalid format of image, use one of the following options:
- <image>=<newimage>:<newtag>
- <image>=<newimage>@<digest>
- <image>=<newimage>:<newtag>@<digest>
- <image>=<newimage>
- <image>:<newtag>
- <image>:<newtag>@<digest>
- <image>@<digest>`;

function imagesWith(images: readonly ImageChange[], given: readonly string[]): readonly ImageChange[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  for (const text of given) {
    const image = imageOf(text);
    const before = byName.get(image.name);
    const part = (key: 'newName' | 'newTag' | 'digest'): string =>
      (image[key] === KEEP ? before?.[key] : image[key]) ?? '';
    byName.set(image.name, {
      name: image.name,
      newName: part('newName'),
      newTag: part('newTag'),
      digest: part('digest'),
    });
  }
  return sortedKeys(Object.fromEntries(byName)).flatMap((name) => byName.get(name) ?? []);
}

/** `name=new:tag@digest` with any of the parts left out, but not all. */
function imageOf(text: string): ImageChange {
  const equals = text.indexOf('=');
  const target = equals < 0 ? text : text.slice(equals + 1);
  const [beforeDigest = '', digest = ''] = target.split('@');
  const colon = beforeDigest.lastIndexOf(':');
  const isTag = colon > beforeDigest.lastIndexOf('/');
  const repository = isTag ? beforeDigest.slice(0, colon) : beforeDigest;
  const newTag = isTag ? beforeDigest.slice(colon + 1) : '';
  if (equals >= 0) return { name: text.slice(0, equals), newName: repository, newTag, digest };
  if (newTag !== '' || digest !== '') return { name: repository, newTag, digest };
  throw kustomizeFault(`\`kustomize edit set image ${text}\` failed exit status 1: Error: ${FORMATS}`);
}

function replicasWith(
  replicas: Kustomization['replicas'],
  given: NonNullable<ApplicationSourceKustomize['replicas']>,
): Kustomization['replicas'] {
  const changed = given.map(({ name, count }) => {
    const number = typeof count === 'number' ? count : Number.parseInt(String(count), 10);
    if (!Number.isInteger(number))
      throw kustomizeFault(`expected integer value for count of replica ${name}. Received: ${String(count)}`);
    return { name, count: number };
  });
  if (changed.length === 0) return replicas;
  const kept = replicas.filter(({ name }) => !changed.some((each) => each.name === name));
  return [...kept, ...changed].sort((left, right) => compareBytes(left.name, right.name));
}

function imagesOf(
  file: Kustomization,
  { images = [] }: ApplicationSourceKustomize,
  { variable }: EditContext,
): Kustomization['images'] {
  if (images.length === 0) return file.images;
  return imagesWith(
    file.images,
    images.map((image) => substitute(image, variable)),
  );
}

function labelsWith(
  file: Kustomization,
  source: ApplicationSourceKustomize,
  context: EditContext,
): Pick<Kustomization, 'commonLabels' | 'labels'> {
  const pairs = substituted(source.commonLabels ?? {}, context);
  const { commonLabels, labels } = file;
  const keys = sortedKeys(pairs);
  if (keys.length === 0) return { commonLabels, labels };
  const withoutSelector = source.labelWithoutSelector === true;
  const includeTemplates = source.labelIncludeTemplates === true;
  const plain = labels.find((each) => !each.includeSelectors && (each.includeTemplates ?? false) === includeTemplates);
  const taken = Object.keys(withoutSelector ? (plain?.pairs ?? {}) : commonLabels);
  const options = [
    ...(source.forceCommonLabels ? ['--force'] : []),
    ...(withoutSelector ? ['--without-selector'] : []),
    ...(source.labelIncludeTemplates ? ['--include-templates'] : []),
  ];
  const adding: Adding = { keys, taken, pairs, options };
  if (!source.forceCommonLabels) refuseTaken('label', adding);
  if (includeTemplates && !withoutSelector) {
    throw refusal('label', adding, '--without-selector flag must be specified for --include-templates to work');
  }
  if (!withoutSelector) return { commonLabels: { ...commonLabels, ...pairs }, labels };
  if (plain === undefined) return { commonLabels, labels: [...labels, { pairs, includeTemplates }] };
  const merged = { ...plain, pairs: { ...plain.pairs, ...pairs } };
  return { commonLabels, labels: labels.map((each) => (each === plain ? merged : each)) };
}

function annotationsWith(
  file: Kustomization,
  source: ApplicationSourceKustomize,
  context: EditContext,
): Kustomization['commonAnnotations'] {
  const given = source.commonAnnotations ?? {};
  const pairs = source.commonAnnotationsEnvsubst ? substituted(given, context) : given;
  const keys = sortedKeys(pairs);
  const force = source.forceCommonAnnotations === true;
  const taken = Object.keys(file.commonAnnotations);
  if (!force) refuseTaken('annotation', { keys, taken, pairs, options: [] });
  return { ...file.commonAnnotations, ...pairs };
}

/** Build variables may stand in the values, not in the names (A17). */
function substituted(
  pairs: Readonly<Record<string, string>>,
  { variable }: EditContext,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, substitute(value, variable)]));
}

interface Adding {
  readonly keys: readonly string[];
  readonly taken: readonly string[];
  readonly pairs: Readonly<Record<string, string>>;
  readonly options: readonly string[];
}

function refuseTaken(what: 'label' | 'annotation', adding: Adding): void {
  const key = adding.keys.find((each) => adding.taken.includes(each));
  if (key === undefined) return;
  throw refusal(what, adding, `${what} ${key} already in kustomization file. Use --force to override.`);
}

function refusal(what: 'label' | 'annotation', { keys, pairs, options }: Adding, why: string): AppError {
  const added = keys.map((each) => `${each}:${pairs[each] ?? ''}`);
  const command = ['kustomize edit add', what, ...options, ...added].join(' ');
  return kustomizeFault(`\`${command}\` failed exit status 1: Error: ${why}\n${addUsage(what)}`);
}

function patchOf({ path, patch, target, options }: KustomizePatch): Patch {
  return {
    ...(path ? { path } : {}),
    ...(patch ? { patch } : {}),
    ...(target === undefined ? {} : { target }),
    ...(options === undefined ? {} : { options }),
  };
}

function componentsOf(source: ApplicationSourceKustomize, { hasFolder }: EditContext): readonly string[] {
  const components = source.components ?? [];
  return source.ignoreMissingComponents ? components.filter(hasFolder) : components;
}
