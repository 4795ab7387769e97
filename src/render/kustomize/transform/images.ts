/** `images`: names, tags and digests of containers. */
import { compilePattern } from '../../../base/regexp/regexp.ts';
import { type FieldSpec, visitFields } from '../configuration/field-spec.ts';
import { at, isMap, isSequence, type Node, put } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';

export interface ImageChange {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

export function changeImages(resources: readonly Resource[], change: ImageChange, specs: readonly FieldSpec[]): void {
  const matches = imageMatcher(change.name);
  const changed = (value: Node | undefined): Node | undefined =>
    typeof value === 'string' && matches(value) ? changedImage(value, change) : value;
  for (const resource of resources) {
    if (resource.kind === 'CustomResourceDefinition') continue;
    changeContainers(resource.object, changed);
    visitFields(resource.object, specs, {
      gvk: resource.gvk,
      name: idText(resource.id),
      visit: ({ value, set }) => set(changed(value) ?? null),
    });
  }
}

/** Wherever a list is called `containers` or `initContainers`. */
function changeContainers(value: Node, changed: (value: Node | undefined) => Node | undefined): void {
  if (isSequence(value)) for (const item of value) changeContainers(item, changed);
  if (!isMap(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    changeContainers(inner, changed);
    if ((key !== 'containers' && key !== 'initContainers') || !isSequence(inner)) continue;
    for (const container of inner) {
      const image = changed(at(container, 'image'));
      if (isMap(container) && image !== undefined) put(container, 'image', image);
    }
  }
}

/** The name is a pattern for what comes before tag and digest. */
function imageMatcher(name: string): (image: string) => boolean {
  const pattern = compilePattern(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
  return (image) => pattern?.matches(image) ?? false;
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
