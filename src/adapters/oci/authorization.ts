/**
 * Who asks a registry: nobody at first, then what the registry's challenge wants. Tokens are kept until they expire, for the
 * repository and the credentials they were given to.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { authorizationHeader } from '../../base/http-authorization.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json } from '../../base/json-value.ts';
import { nearness } from '../../base/near-address.ts';
import { Secret } from '../../base/secret.ts';
import type { HttpPort } from '../../ports/http.ts';
import type { OciRepository } from '../../ports/oci.ts';
import { type Challenge, readChallenge } from './challenge.ts';
import { ociFault, statusFault } from './oci-fault.ts';

export interface RegistryAuthorization {
  /** Headers for a request, by what is known so far. */
  current(repository: OciRepository): Readonly<Record<string, Secret>>;
  /**
   * After a 401: headers that answer its challenge; undefined where there is nothing more to show. Throws faults of the
   * token service.
   */
  renew(
    repository: OciRepository,
    challenge: string,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, Secret>> | undefined>;
}

interface Known {
  readonly headers: Readonly<Record<string, Secret>>;
  readonly expires: number;
}

const TOKEN_LIMIT = 64 * 1024;
/** Where the token service says nothing (distribution specification). */
const DEFAULT_SECONDS = 60;
const MOST = 1000;

export function createAuthorization(http: HttpPort, clock: Clock): RegistryAuthorization {
  const known = new Map<string, Known>();
  return {
    current(repository) {
      const found = known.get(askerKey(repository, repository.name));
      return found !== undefined && clock.monotonic() < found.expires ? found.headers : {};
    },
    async renew(repository, header, signal) {
      const challenge = readChallenge(header);
      const granted = challenge && (await answerTo({ http, repository, challenge, signal }));
      if (granted === undefined) return undefined;
      const key = askerKey(repository, repository.name);
      known.delete(key);
      known.set(key, { headers: granted.headers, expires: clock.monotonic() + granted.seconds * 1000 });
      for (const oldest of known.keys()) {
        if (known.size <= MOST) break;
        known.delete(oldest);
      }
      return granted.headers;
    },
  };
}

interface Granted {
  readonly headers: Readonly<Record<string, Secret>>;
  readonly seconds: number;
}

interface Asked {
  readonly http: HttpPort;
  readonly repository: OciRepository;
  readonly challenge: Challenge;
  readonly signal: AbortSignal | undefined;
}

async function answerTo(asked: Asked): Promise<Granted | undefined> {
  const { repository, challenge } = asked;
  const own = authorizationHeader(repository.access.credentials);
  if (challenge.kind === 'bearer' && repository.access.credentials?.kind !== 'bearer') {
    return await askToken(asked, challenge);
  }
  return Object.keys(own).length === 0 ? undefined : { headers: own, seconds: Number.POSITIVE_INFINITY };
}

/** Without credentials a public repository is asked for as nobody. */
async function askToken(
  { http, repository, signal }: Asked,
  challenge: Extract<Challenge, { kind: 'bearer' }>,
): Promise<Granted> {
  const { registry, name, access, plainHttp } = repository;
  const what = `${registry}/${name}`;
  const url = URL.parse(challenge.realm);
  if (url === null || (url.protocol === 'http:' && plainHttp !== true)) {
    throw ociFault('oci.not-allowed', `${what}: the registry names a token service that is not https`);
  }
  if (challenge.service !== '') url.searchParams.set('service', challenge.service);
  url.searchParams.set('scope', `repository:${name}:pull`);
  const isOwnHost = url.host === registry;
  // Whoever believes the registry unseen believes the address that it names: leniency goes along, a certificate does not. And who
  // is elsewhere leads nobody to this machine or its link.
  const { clientCertificate: _certificate, ...rest } = access.route ?? {};
  const elsewhere = { ...rest, farOnly: rest.farOnly === true || nearness(`https://${registry}`) === undefined };
  const answer = await http.exchange(
    {
      url: url.href,
      secretHeaders: authorizationHeader(access.credentials),
      route: isOwnHost ? (access.route ?? {}) : elsewhere,
      limit: TOKEN_LIMIT,
      redirects: 0,
    },
    signal,
  );
  if (answer.status !== 200) {
    const isRefused = answer.status === 400;
    throw statusFault(isRefused ? 401 : answer.status, what, access.credentials === undefined);
  }
  return readToken(answer.body, what);
}

function readToken(body: Uint8Array, what: string): Granted {
  const answer = parsed(body);
  const fields = isObject(answer) ? answer : {};
  const token = fields['token'] ?? fields['access_token'];
  if (typeof token !== 'string' || token === '')
    throw ociFault('oci.malformed', `${what}: the token service gave no token`);
  const told = fields['expires_in'];
  const seconds = typeof told === 'number' && told > 0 ? told : DEFAULT_SECONDS;
  // Used a little shorter than it lasts, for it travels too.
  return { headers: { authorization: new Secret(`Bearer ${token}`) }, seconds: seconds * 0.8 };
}

function parsed(body: Uint8Array): Json | undefined {
  try {
    return parseJson(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** Equal for those who ask a registry, or a repository of it, as the same. Tells nothing about them. */
export function askerKey({ registry, access }: OciRepository, name = ''): string {
  const secret = authorizationHeader(access.credentials)['authorization']?.reveal() ?? '';
  return createHash('sha256')
    .update(JSON.stringify([registry, name, secret]))
    .digest('hex');
}
