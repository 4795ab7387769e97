/** The functions of `url()`. */
import { heldOf, textOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { list, mapOfEntries, type Opaque, type Value } from '../runtime/values.ts';
import { type FunctionTable, namedType } from './signatures.ts';
import { hostName6, portOf, queryValues, readUrl, type UrlParts } from './url-parts.ts';

const URL_TYPE = namedType('URL');

interface HeldUrl {
  readonly url: UrlParts;
}

function isUrl(held: unknown): held is HeldUrl {
  return typeof held === 'object' && held !== null && 'url' in held;
}

function parsed(value: Value | undefined): Opaque {
  const found = readUrl(textOf(value));
  if (found.kind === 'wrong') throw new CelFault(`URL parse error during conversion from string: ${found.why}`);
  const held: HeldUrl = { url: found.value };
  return {
    kind: 'opaque',
    type: URL_TYPE,
    held,
    equals: (other) => isUrl(other.held) && other.held.url.text === found.value.text,
  };
}

function part(read: (url: UrlParts) => Value): (value: Value) => Value {
  return (value) => read(heldOf(value, isUrl).url);
}

export const URLS: FunctionTable = {
  url: { 'string_to_url: (string) -> URL': parsed },
  getScheme: { 'url_get_scheme: URL.() -> string': part(({ scheme }) => scheme) },
  getHost: { 'url_get_host: URL.() -> string': part(({ host }) => host) },
  getHostname: { 'url_get_hostname: URL.() -> string': part(({ host }) => hostName6(host)) },
  getPort: { 'url_get_port: URL.() -> string': part(({ host }) => portOf(host)) },
  getEscapedPath: { 'url_get_escaped_path: URL.() -> string': part(({ escapedPath }) => escapedPath) },
  getQuery: {
    'url_get_query: URL.() -> map(string, list(string))': part(({ query }) =>
      mapOfEntries([...queryValues(query)].map(([key, values]) => [key, list([...values])])),
    ),
  },
  isURL: { 'is_url_string: (string) -> bool': (text) => readUrl(textOf(text)).kind === 'read' },
};
