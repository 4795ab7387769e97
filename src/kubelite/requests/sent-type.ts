/** The type of what a request carries. */
import { unsupportedMediaType } from '../status/faults.ts';
import { KNOWN_TYPES } from './accepted-form.ts';
import { type ApiRequest, headerOf } from './api-request.ts';

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = `\\s*;\\s*(?:${TOKEN}\\s*=\\s*(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*"))?`;
/** Source: Go's `mime.ParseMediaType`. */
const MEDIA_TYPE = new RegExp(`^\\s*(${TOKEN}(?:/${TOKEN})?)\\s*(?:${PARAMETER})*\\s*$`);

/** One of the types in which objects are read; JSON where nothing is said. Throws 415 for any other. */
export function sentType(request: ApiRequest): string {
  const header = headerOf(request, 'content-type') ?? '';
  if (header === '') return 'application/json';
  const type = MEDIA_TYPE.exec(header)?.[1]?.toLowerCase();
  if (type === undefined || !KNOWN_TYPES.includes(type)) throw unsupportedMediaType(KNOWN_TYPES);
  return type;
}
