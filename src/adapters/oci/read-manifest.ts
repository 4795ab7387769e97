/** Manifests of artifacts and lists of them (OCI Image Specification 1.1, Docker schema 2). */
import { parseJson } from '../../base/json/parse.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { OciDescriptor, OciManifest } from '../../ports/oci.ts';
import { ociFault } from './oci-fault.ts';

export const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether a text is a digest that can be checked. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** Throws `oci.malformed`. */
export function readManifest(body: Uint8Array, digest: string, what: string): OciManifest {
  const value = parsed(body, what);
  if (isList(value['manifests'])) {
    return { kind: 'index', digest, manifests: value['manifests'].map((one) => descriptor(one, what)) };
  }
  if (!isList(value['layers'])) throw malformed(what);
  return {
    kind: 'image',
    digest,
    artifactType: text(value['artifactType']),
    config: descriptor(value['config'], what),
    layers: value['layers'].map((one) => descriptor(one, what)),
    annotations: texts(value['annotations']),
  };
}

function parsed(body: Uint8Array, what: string): JsonObject {
  try {
    const value = parseJson(new TextDecoder().decode(body));
    if (isObject(value)) return value;
  } catch (error) {
    throw ociFault('oci.malformed', `${what}: the manifest is no JSON`, error);
  }
  throw malformed(what);
}

function descriptor(value: Json | undefined, what: string): OciDescriptor {
  if (!isObject(value)) throw malformed(what);
  const { digest, size, mediaType, annotations } = value;
  if (typeof digest !== 'string' || !isDigest(digest) || typeof size !== 'number' || size < 0) throw malformed(what);
  return { mediaType: text(mediaType), digest, size, annotations: texts(annotations) };
}

function texts(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function malformed(what: string): Error {
  return ociFault('oci.malformed', `${what}: not a manifest of an image or artifact`);
}
