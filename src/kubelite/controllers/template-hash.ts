/**
 * The short hashes that name what was made from a template, in Kubernetes' alphabet without vowels: the same names as on a
 * real cluster of the version that the facts were read off.
 */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import { goPrint } from '../../kube/go-print/go-print.ts';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Hash of a pod template: of ReplicaSets, of `pod-template-hash`, and of the revisions of DaemonSets. */
export function templateHash(template: Json, collisions?: number): string {
  const text = Buffer.from(goPrint(template, 'core/v1.PodTemplateSpec'));
  return encoded(fnv1aOf(collisions === undefined ? text : Buffer.concat([text, littleEndian(collisions)])));
}

/** Hash of the data of a StatefulSet's revision. */
export function revisionHash(data: Json, collisions: number): string {
  const text = Buffer.from(`${stringifyJson(data, { sorted: true, html: true })}${collisions}`);
  let hash = OFFSET;
  for (const byte of text) hash = (Math.imul(hash, PRIME) ^ byte) >>> 0;
  return encoded(hash);
}

/** FNV-1a of 32 bits over the UTF-16 units of a text. */
export function fnv1a(text: string): number {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME) >>> 0;
  return hash;
}

function fnv1aOf(bytes: Uint8Array): number {
  let hash = OFFSET;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME) >>> 0;
  return hash;
}

/** The count as it follows the text: 32 of 64 bits. */
function littleEndian(count: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(count);
  return bytes;
}

function encoded(hash: number): string {
  return [...String(hash)].map((digit) => ALPHABET[digit.charCodeAt(0) % ALPHABET.length]).join('');
}
