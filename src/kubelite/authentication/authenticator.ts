/** Who a request is from: a bearer token that we signed, a client certificate of our CA, or nobody. */
import { isList, isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { Cluster } from '../operations/cluster.ts';
import { type ApiRequest, headerOf } from '../requests/api-request.ts';
import { unauthorized } from '../status/faults.ts';
import { ANONYMOUS, authenticated, type Identity, serviceAccountUser } from './identity.ts';
import type { TokenSigner } from './json-web-token.ts';

/** Issuer and default audience of our tokens, as clusters call themselves. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const USER_AUDIENCE = 'kubelite-user';
const KNOWN_TOKENS = 1000;

interface KnownToken {
  readonly identity: Identity;
  readonly claims: JsonObject;
}

/** Whom the token in a Secret stands for. */
export interface SecretTokenSubject {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly serviceAccountUid: string;
  readonly secret: string;
}

export class Authenticator {
  readonly #cluster: Cluster;
  readonly #signer: TokenSigner;
  readonly #known = new Map<string, KnownToken>();

  constructor(cluster: Cluster, signer: TokenSigner) {
    this.#cluster = cluster;
    this.#signer = signer;
  }

  /** With which anybody can check tokens of ours. */
  get publicKey(): JsonObject {
    return this.#signer.publicJwk;
  }

  /** The sender; `ANONYMOUS` where there are no credentials. Throws 401 for wrong ones. */
  identify(request: ApiRequest): Identity {
    const header = headerOf(request, 'authorization') ?? '';
    const [scheme = '', token = ''] = header.trim().split(/\s+/, 2);
    if (scheme.toLowerCase() === 'bearer' && token !== '') {
      const identity = this.identityOf(token, ISSUER) ?? this.identityOf(token, USER_AUDIENCE);
      if (!identity) throw unauthorized();
      return identity;
    }
    if (request.certificate) return authenticated(request.certificate.name, request.certificate.groups);
    return ANONYMOUS;
  }

  /** A token for a person or program that is no service account. It does not expire. */
  issueUserToken(user: { readonly name: string; readonly groups: readonly string[] }): string {
    const iat = Math.floor(this.#cluster.clock.now() / 1000);
    return this.#signer.sign({ iss: ISSUER, aud: [USER_AUDIENCE], iat, sub: user.name, groups: user.groups });
  }

  /** A token with these claims, which say who, for whom and until when. */
  issueToken(claims: JsonObject): string {
    return this.#signer.sign(claims);
  }

  /** The token of a Secret of type `kubernetes.io/service-account-token`: it ends with its account only. */
  issueSecretToken(subject: SecretTokenSubject): string {
    const { namespace, serviceAccount: name, serviceAccountUid: uid, secret } = subject;
    return this.#signer.sign({
      iss: ISSUER,
      aud: [ISSUER],
      sub: `system:serviceaccount:${namespace}:${name}`,
      'kubernetes.io': { namespace, secret: { name: secret }, serviceaccount: { name, uid } },
    });
  }

  /** The user of a token for an audience; undefined where it is not ours, is over, or its account is gone. */
  identityOf(token: string, audience: string): Identity | undefined {
    const known = this.#known.get(token) ?? this.#learn(token);
    if (!known || !audiencesOf(known.claims).includes(audience)) return undefined;
    return this.#isValid(known.claims) ? known.identity : undefined;
  }

  /** The audiences a token of ours is for. */
  audiencesOf(token: string): readonly string[] {
    const known = this.#known.get(token) ?? this.#learn(token);
    return known ? audiencesOf(known.claims) : [];
  }

  /** Signatures are checked once per token. */
  #learn(token: string): KnownToken | undefined {
    const claims = this.#signer.claimsOf(token);
    if (!claims) return undefined;
    const known = { claims, identity: identityIn(claims) };
    if (this.#known.size >= KNOWN_TOKENS) this.#known.clear();
    this.#known.set(token, known);
    return known;
  }

  #isValid(claims: JsonObject): boolean {
    const { exp } = claims;
    if (typeof exp === 'number' && exp * 1000 <= this.#cluster.clock.now()) return false;
    const bound = claims['kubernetes.io'];
    if (!isObject(bound)) return true;
    const namespace = textAt(bound, 'namespace') ?? '';
    const name = textAt(bound, 'serviceaccount', 'name') ?? '';
    const account = this.#cluster.store.get('/serviceaccounts', namespace, name);
    return account?.object.metadata.uid === textAt(bound, 'serviceaccount', 'uid');
  }
}

function audiencesOf(claims: JsonObject): readonly string[] {
  const { aud } = claims;
  return isList(aud) ? aud.map(String) : [String(aud)];
}

function identityIn(claims: JsonObject): Identity {
  const bound = claims['kubernetes.io'];
  const sub = textAt(claims, 'sub') ?? '';
  if (isObject(bound)) {
    const user = serviceAccountUser(textAt(bound, 'namespace') ?? '', textAt(bound, 'serviceaccount', 'name') ?? '');
    const uid = textAt(bound, 'serviceaccount', 'uid');
    const jti = textAt(claims, 'jti');
    const extra = jti === undefined ? {} : { extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${jti}`] } };
    return { ...user, ...(uid !== undefined && { uid }), ...extra };
  }
  const groups = claims['groups'];
  return authenticated(sub, isList(groups) ? groups.map(String) : []);
}
