/** `urlParse` and `urlJoin`. */
import {
  ANY_MAP,
  fromBinary,
  GoError,
  type GoFunction,
  GoMap,
  GoScalar,
  type GoValue,
  goDict,
  STRING,
  toBinary,
} from '../../go-value/index.ts';
import { define } from '../define.ts';
import { reflectedKind } from '../items.ts';
import { UrlFault } from './escape-url.ts';
import { hostName, parseUrl, type Url, urlText, userInfoText } from './parse-url.ts';

function parse(text: string, complaint: string): Url {
  try {
    return parseUrl(toBinary(text));
  } catch (error) {
    if (error instanceof UrlFault) throw new GoError(`${complaint}: ${error.message}`);
    throw error;
  }
}

function partsOf(url: Url): GoMap {
  const parts = {
    scheme: url.scheme,
    host: url.host,
    hostname: hostName(url.host),
    path: url.path,
    query: url.query,
    opaque: url.opaque,
    fragment: url.fragment,
    userinfo: userInfoText(url.user),
  };
  return goDict(Object.entries(parts).map(([key, part]) => [key, fromBinary(part)] as const));
}

/** Empty where the part is missing; anything but a text fails. */
function partAt(map: GoValue, key: string): string {
  const value = map instanceof GoMap ? map.get(key) : undefined;
  if (value === undefined) return '';
  const kind = reflectedKind(value);
  if (typeof value === 'string') return toBinary(value);
  if (value instanceof GoScalar && kind === 'string') return toBinary(String(value.value));
  throw new GoError(`unable to parse ${key} key, must be of type string, but ${kind} found`);
}

function join(map: GoValue): string {
  const [scheme, host, path] = [partAt(map, 'scheme'), partAt(map, 'host'), partAt(map, 'path')];
  const [query, opaque, fragment] = [partAt(map, 'query'), partAt(map, 'opaque'), partAt(map, 'fragment')];
  const userinfo = partAt(map, 'userinfo');
  const user =
    userinfo === ''
      ? undefined
      : parse(fromBinary(`proto://${userinfo}@host`), 'unable to parse userinfo in dict').user;
  return fromBinary(urlText({ scheme, host, path, query, opaque, fragment, user }));
}

export const URL_FUNCTIONS: readonly GoFunction[] = [
  define('urlParse', [STRING], (args) => partsOf(parse(args.text(0), 'unable to parse url'))),
  define('urlJoin', [ANY_MAP], (args) => join(args.value(0))),
];
