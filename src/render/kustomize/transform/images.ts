/** `images`: names, tags and digests of containers. */
import { compilePattern, patternError } from '../../../base/regexp/regexp.ts';
import type { FieldSpec } from '../configuration/field-spec.ts';
import { type Place, SpecPaths } from '../configuration/visit-fields.ts';
import { kustomizeFault } from '../fault.ts';
import { at, isMap, isScalar, isSequence, type Node, put, scalarText } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import { setScalar } from '../object/set-scalar.ts';
import { wrongShape } from '../object/wrong-shape.ts';

export interface ImageChange {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

/** Throws for a name that is no pattern, and for images that are no texts. */
export function changeImages(resources: readonly Resource[], change: ImageChange, specs: readonly FieldSpec[]): void {
  const matches = imageMatcher(change.name);
  const visit = (place: Place): void => {
    if (place.value === null) return;
    if (!isScalar(place.value)) throw wrongShape('ScalarNode', place.value);
    const image = scalarText(place.value);
    if (matches(image)) setScalar(place, changedImage(image, change));
  };
  const paths = new SpecPaths(specs);
  for (const resource of resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    changeContainers(resource.object, visit);
    paths.visit(resource.object, { gvk: resource.gvk, name: () => idText(resource.id), visit });
  }
}

/** Wherever a list is called `containers` or `initContainers`. */
function changeContainers(value: Node, visit: (place: Place) => void): void {
  if (isSequence(value)) for (const item of value) changeContainers(item, visit);
  if (!isMap(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    changeContainers(inner, visit);
    if ((key !== 'containers' && key !== 'initContainers') || !isSequence(inner)) continue;
    for (const container of inner) {
      if (container === null) continue;
      if (!isMap(container)) throw wrongShape('MappingNode', container);
      const image = at(container, 'image');
      if (image !== undefined) visit({ value: image, set: (changed) => put(container, 'image', changed) });
    }
  }
}

/** The name is a pattern for what comes before tag and digest. */
function imageMatcher(name: string): (image: string) => boolean {
  const source = `^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`;
  const pattern = compilePattern(source);
  if (pattern !== undefined) return (image) => pattern.matches(image);
  throw kustomizeFault(`the image name ${JSON.stringify(name)} is no pattern: ${patternError(source) ?? ''}`);
}

function changedImage(image: string, change: ImageChange): string {
  const { newName, newTag = '', digest: newDigest = '', tagSuffix = '' } = change;
  const parts = splitImage(image);
  const name = newName || parts.name;
  let { tag, digest } = parts;
  if (newTag !== '' || newDigest !== '') [tag, digest] = [newTag, newDigest];
  else if (tagSuffix !== '') [tag, digest] = [tag + tagSuffix, ''];
  return name + (tag === '' ? '' : `:${tag}`) + (digest === '' ? '' : `@${digest}`);
}

interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** A colon before the last slash belongs to a port. */
function splitImage(image: string): ImageParts {
  const start = Math.max(0, image.indexOf('/'));
  const search = image.slice(start);
  const atSign = search.indexOf('@');
  const colon = search.slice(0, atSign < 0 ? undefined : atSign).indexOf(':');
  const end = atSign < 0 ? image.length : start + atSign;
  const digest = atSign < 0 ? '' : image.slice(end + 1);
  if (colon < 0) return { name: image.slice(0, end), tag: '', digest };
  return { name: image.slice(0, start + colon), tag: image.slice(start + colon + 1, end), digest };
}
