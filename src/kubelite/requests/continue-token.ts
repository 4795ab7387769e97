/** Where a list that is read page by page goes on. Source: `storage/continue.go` of the API server. */
import { posix } from 'node:path';
import { goJsonError } from '../../base/json/go-json-error.ts';
import { tryParseJson } from '../../base/json/parse.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { ApiFault } from '../status/api-fault.ts';
import { badRequest } from '../status/faults.ts';

const ENCODING = 'meta.k8s.io/v1';

export interface ContinueToken {
  /** Of the list that is continued; below 0 for the list of now. */
  readonly version: number;
  /** The least key that is still to come, below the place of the list: `namespace/name`, or `name` within one. */
  readonly start: string;
}

/** A token that others can read. */
export function encodeToken({ version, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: ENCODING, rv: version, start })).toString('base64url');
}

/** Throws 400 for a text that no server made. */
export function decodeToken(token: string): ContinueToken {
  const bytes = bytesOf(token);
  const value = tryParseJson(bytes.toString());
  if (value === undefined) throw noToken(`: ${goJsonError(bytes)}`);
  const { v = '', rv = 0, start = '' } = membersOf(value);
  if (v !== ENCODING) throw noToken(`: server does not recognize this encoded version ${String(v)}`);
  if (rv === 0) throw noToken(`: incorrect encoded start resourceVersion (version ${ENCODING})`);
  if (start === '') throw noToken(`: encoded start key empty (version ${ENCODING})`);
  const key = String(start);
  const rooted = key.startsWith('/') ? key : `/${key}`;
  const cleaned = posix.normalize(rooted).replace(/(?<=.)\/$/, '');
  if (cleaned !== rooted) throw noToken(`: ${key}`);
  return { version: Number(rv), start: cleaned.slice(1) };
}

function bytesOf(token: string): Buffer {
  const odd = token.search(/[^\w-]/);
  const digits = token.length % 4 === 1 ? token.length - 1 : -1;
  const at = odd >= 0 ? odd : digits;
  if (at >= 0) throw noToken(`: illegal base64 data at input byte ${at}`);
  return Buffer.from(token, 'base64url');
}

/** The members in their types; `null` is an object with none. */
function membersOf(value: unknown): JsonObject {
  if (value === null) return {};
  if (!isObject(value as JsonObject)) throw noToken(`: ${unfit(value, '', 'storage.continueToken')}`);
  const members = value as JsonObject;
  const types = { v: 'string', rv: 'number', start: 'string' } as const;
  for (const [name, type] of Object.entries(types)) {
    const member = members[name];
    if (member === undefined || member === null || typeof member === type) continue;
    throw noToken(`: ${unfit(member, `continueToken.${name}`, type === 'number' ? 'int64' : 'string')}`);
  }
  return members;
}

function unfit(value: unknown, field: string, type: string): string {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const where = field === '' ? 'value' : `struct field ${field}`;
  return `json: cannot unmarshal ${found} into Go ${where} of type ${type}`;
}

function noToken(why: string): ApiFault {
  return badRequest(`invalid continue token: continue key is not valid${why}`);
}
