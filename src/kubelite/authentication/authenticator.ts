/** Who a request is from: a bearer token that we signed, a client certificate of our CA, or nobody. */
import { isList, isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { Cluster } from '../operations/cluster.ts';
import { type ApiRequest, headerOf } from '../requests/api-request.ts';
import { unauthorized } from '../status/faults.ts';
import { boundUser, whyOver } from './bound-token.ts';
import { ANONYMOUS, authenticated, type Identity } from './identity.ts';
import type { TokenSigner } from './json-web-token.ts';

/** Issuer and default audience of our tokens, as clusters call themselves. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const USER_AUDIENCE = 'kubelite-user';
const KNOWN_TOKENS = 1000;

export type TokenVerdict =
  | { readonly kind: 'valid'; readonly identity: Identity; readonly audiences: readonly string[] }
  | { readonly kind: 'wrong'; readonly why: string };

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

  /** The user of a token for an audience; undefined where it is not ours, is over, or what it is bound to is gone. */
  identityOf(token: string, audience: string): Identity | undefined {
    const verdict = this.judge(token, [audience]);
    return verdict.kind === 'valid' ? verdict.identity : undefined;
  }

  /** Whose a token is, for any of these audiences, or in the server's words why nobody's. */
  judge(token: string, audiences: readonly string[]): TokenVerdict {
    const known = this.#known.get(token) ?? this.#learn(token);
    if (!known) return { kind: 'wrong', why: INVALID };
    const own = audiencesOf(known.claims);
    const common = audiences.filter((audience) => own.includes(audience));
    if (common.length === 0) {
      const [found, wanted] = [own, audiences].map((list) => `[${list.map((one) => JSON.stringify(one)).join(' ')}]`);
      return wrong(`token audiences ${found} is invalid for the target audiences ${wanted}`);
    }
    const why = whyOver(this.#cluster.store, known.claims, this.#cluster.clock.now());
    return why === undefined ? { kind: 'valid', identity: known.identity, audiences: common } : wrong(why);
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
}

const INVALID = 'invalid bearer token';

function wrong(why: string): TokenVerdict {
  return { kind: 'wrong', why: `[${INVALID}, ${why}]` };
}

function audiencesOf(claims: JsonObject): readonly string[] {
  const { aud } = claims;
  return isList(aud) ? aud.map(String) : [String(aud)];
}

function identityIn(claims: JsonObject): Identity {
  const bound = claims['kubernetes.io'];
  const sub = textAt(claims, 'sub') ?? '';
  if (isObject(bound)) return boundUser(bound, textAt(claims, 'jti'));
  const groups = claims['groups'];
  return authenticated(sub, isList(groups) ? groups.map(String) : []);
}
