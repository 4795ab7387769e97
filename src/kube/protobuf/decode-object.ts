/**
 * Objects in the protobuf form of the Kubernetes API: four bytes of prefix, then an envelope that names the kind (surface
 * document, "Protobuf requests"). Clients send it for built-in kinds; nothing is ever answered in it.
 */

import { parseJson } from '../../base/json/parse.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import { BUILTIN_FACTS } from '../builtin/facts.ts';
import { kubeFault } from '../object/kube-fault.ts';
import { decodeMessage } from './decode-message.ts';
import { bytesIn, textIn } from './special-types.ts';
import { readFields } from './wire-reader.ts';

const PREFIX = Buffer.from('k8s\0');

/** Kinds that every group has. */
const SHARED_KINDS: ReadonlySet<string> = new Set(['DeleteOptions', 'CreateOptions', 'UpdateOptions', 'PatchOptions']);

/** The object with its type as the envelope says. Throws `kube.bad-request` for other bytes and for kinds it does not know. */
export function decodeProtobufObject(bytes: Uint8Array): JsonObject {
  if (!PREFIX.equals(bytes.subarray(0, PREFIX.length))) {
    throw kubeFault({
      code: 'kube.bad-request',
      message: 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    });
  }
  const envelope = readFields(bytes.subarray(PREFIX.length));
  const type = readFields(bytesIn(envelope, 1));
  const apiVersion = textIn(type, 1);
  const kind = textIn(type, 2);
  return { apiVersion, kind, ...contentOf({ apiVersion, kind }, bytesIn(envelope, 2), textIn(envelope, 4)) };
}

function contentOf(
  type: { readonly apiVersion: string; readonly kind: string },
  raw: Uint8Array,
  form: string,
): JsonObject {
  if (form === 'application/json') {
    const value = parseJson(Buffer.from(raw).toString());
    return isObject(value) ? value : {};
  }
  const struct = structNameOf(type);
  if (struct !== undefined) return decodeMessage(struct, raw);
  const message = `no kind "${type.kind}" is registered for version "${type.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
  throw kubeFault({ code: 'kube.bad-request', message });
}

function structNameOf({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): string | undefined {
  const key = `${apiVersion} ${kind}`;
  if (Object.hasOwn(BUILTIN_FACTS.kinds, key)) return BUILTIN_FACTS.kinds[key];
  return SHARED_KINDS.has(kind) ? `meta/v1.${kind}` : undefined;
}
