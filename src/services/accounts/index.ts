/**
 * Who is asking: login with a password, tokens and their verification, revocation. Every face of the API (REST, gRPC,
 * streams) asks here and nowhere else; only a wholly verified token yields an identity.
 */

import type { Clock } from '../../base/clock.ts';
import { readDuration } from '../../base/duration.ts';
import { AppError } from '../../base/errors.ts';
import type { InstallationPort, Settings } from '../../ports/settings.ts';
import { type Account, accountNames, readAccount } from './account-settings.ts';
import { LoginLimiter } from './login-limiter.ts';
import { type SessionClaims, signSession, verifySession } from './session-token.ts';

const MAX_NAME_BYTES = 32;
const DEFAULT_SESSION_MILLISECONDS = 24 * 3_600_000;
/** Compared with when the name is unknown, so that an unknown name takes as long as a wrong password. */
const NOBODYS_HASH = '$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZBpQfjGkRc1dDUe1xJ7FkKcXgqyqPm';

/** Who a request is from, from the first login on (design §8). */
export interface Identity {
  readonly issuer: string;
  /** User name, or `proj:<project>:<role>`. */
  readonly subject: string;
  readonly groups: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
  /** Id of the token. */
  readonly session: string;
  readonly issuedAt: number;
}

export interface AccountsDependencies {
  readonly installation: InstallationPort;
  readonly clock: Clock;
  /** True where the password fits the bcrypt hash. Slow on purpose. */
  readonly comparePassword: (password: string, hash: string) => Promise<boolean>;
  /** A random id in the form of a UUID. */
  readonly newId: () => string;
}

export interface Accounts {
  /** The token of a new session; `accounts.invalid-credentials` (user) for anything wrong, whatever it was. */
  login(username: string, password: string): Promise<string>;
  /** Undefined for a token that is not ours, expired, revoked, or of an account that is gone, disabled or changed. */
  identify(token: string): Identity | undefined;
  /** Makes a token worthless from now on. */
  revoke(token: string): void;
  /** The identity of callers without a token, where `users.anonymous.enabled`; else undefined. */
  anonymous(): Identity | undefined;
  /** False where no account of ours may log in with a password: then only single sign-on is left. */
  canAnybodyLogIn(): boolean;
}

export function createAccounts(deps: AccountsDependencies): Accounts {
  const limiter = new LoginLimiter();
  /** Token id → when it expires anyway (seconds). */
  const revoked = new Map<string, number>();
  const settings = (): Settings => deps.installation.current().settings;
  const nowSeconds = (): number => Math.floor(deps.clock.now() / 1000);

  async function login(username: string, password: string): Promise<string> {
    if (username === '' || password === '') throw credentialsMissing();
    if (Buffer.byteLength(username) > MAX_NAME_BYTES) throw nameTooLong();
    const attempt = limiter.reserve(username, deps.clock.now());
    if (!attempt) throw invalidCredentials();
    const account = accountOf(username);
    const fits = await deps
      .comparePassword(password, account?.passwordHash?.reveal() ?? NOBODYS_HASH)
      .catch(() => false);
    if (!account?.passwordHash || !fits) {
      attempt.failed();
      throw invalidCredentials();
    }
    attempt.succeeded();
    if (!account.enabled) throw accountRefused(`Account ${username} is disabled`);
    if (!account.capabilities.includes('login'))
      throw accountRefused(`Account ${username} does not have login capability`);
    return issue(username);
  }

  function issue(username: string): string {
    const iat = nowSeconds();
    const lifetime = readDuration(settings().cm['users.session.duration'] ?? '') ?? DEFAULT_SESSION_MILLISECONDS;
    const claims = {
      iss: 'argocd',
      sub: `${username}:login`,
      iat,
      nbf: iat,
      exp: iat + lifetime / 1000,
      jti: deps.newId(),
    } as const;
    return signSession(claims, signingKey(settings()));
  }

  function identify(token: string): Identity | undefined {
    const claims = verifySession(token, signingKey(settings()), nowSeconds());
    if (!claims || revoked.has(claims.jti)) return undefined;
    const subject = claims.sub.startsWith('proj:') ? projectSubject(claims) : accountSubject(claims);
    if (subject === undefined) return undefined;
    return {
      issuer: claims.iss,
      subject,
      groups: [],
      claims: { ...claims },
      session: claims.jti,
      issuedAt: claims.iat,
    };
  }

  function accountSubject({ sub, iat, jti }: SessionClaims): string | undefined {
    const colon = sub.lastIndexOf(':');
    const name = colon < 0 ? sub : sub.slice(0, colon);
    const capability = colon < 0 ? 'login' : sub.slice(colon + 1);
    const account = accountOf(name);
    if (!account?.enabled) return undefined;
    if (capability === 'apiKey') {
      return account.capabilities.includes('apiKey') && account.tokenIds.includes(jti) ? name : undefined;
    }
    const stands = capability === 'login' && account.capabilities.includes('login') && iat >= account.passwordChangedAt;
    return stands ? name : undefined;
  }

  /** A project token counts while the project's role lists it. */
  function projectSubject({ sub, iat, jti }: SessionClaims): string | undefined {
    const [, project = '', role = ''] = sub.split(':');
    const roles = deps.installation.current().projects.get(project)?.spec.roles ?? [];
    const tokens = roles.find(({ name }) => name === role)?.jwtTokens ?? [];
    return tokens.some((token) => (token.id ? token.id === jti : token.iat === iat)) ? sub : undefined;
  }

  function accountOf(name: string): Account | undefined {
    const { cm, secret } = settings();
    return readAccount(name, { cm, secret });
  }

  function revoke(token: string): void {
    const now = nowSeconds();
    const claims = verifySession(token, signingKey(settings()), now);
    for (const [id, expires] of revoked) if (expires <= now) revoked.delete(id);
    if (claims) revoked.set(claims.jti, claims.exp ?? Number.MAX_SAFE_INTEGER);
  }

  function anonymous(): Identity | undefined {
    if (settings().cm['users.anonymous.enabled'] !== 'true') return undefined;
    return { issuer: '', subject: '', groups: [], claims: {}, session: '', issuedAt: 0 };
  }

  function canAnybodyLogIn(): boolean {
    return accountNames(settings().cm).some((name) => {
      const account = accountOf(name);
      return account?.enabled === true && account.capabilities.includes('login');
    });
  }

  return { login, identify, revoke, anonymous, canAnybodyLogIn };
}

function signingKey(settings: Settings): NonNullable<ReturnType<Settings['secret']['get']>> {
  const key = settings.secret.get('server.secretkey');
  if (key && key.reveal() !== '') return key;
  throw new AppError({
    code: 'accounts.no-signing-key',
    kind: 'transient',
    message: 'Secret argocd-secret has no server.secretkey yet',
    hint: 'It is made when the system starts; if it stays away, see the log of the server.',
  });
}

function invalidCredentials(): AppError {
  return new AppError({ code: 'accounts.invalid-credentials', kind: 'user', message: 'Invalid username or password' });
}

function credentialsMissing(): AppError {
  return new AppError({ code: 'accounts.no-credentials', kind: 'user', message: 'no credentials supplied' });
}

function nameTooLong(): AppError {
  return new AppError({
    code: 'accounts.name-too-long',
    kind: 'user',
    message: `Username is too long (${MAX_NAME_BYTES} bytes max)`,
  });
}

function accountRefused(message: string): AppError {
  return new AppError({ code: 'accounts.refused', kind: 'user', message });
}
