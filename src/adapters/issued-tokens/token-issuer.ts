/** Gives out credentials for identities, one question at a time for each, and keeps them until shortly before they end. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { authorizationHeader } from '../../base/http-authorization.ts';
import type { HttpCredentials, HttpPort } from '../../ports/http.ts';
import { identityText } from '../../ports/identity-text.ts';
import type { TokenIssuer, TokenWish } from '../../ports/issued-identity.ts';
import { azureToken } from './azure-account.ts';
import type { AzureWorkload } from './azure-workload.ts';
import { githubAppToken } from './github-app.ts';
import { googleToken } from './google-account.ts';

export interface IssuerContext {
  readonly http: HttpPort;
  readonly clock: Clock;
  /** Undefined: this process has no such identity. */
  readonly azure?: AzureWorkload | undefined;
}

export interface Granted {
  readonly credentials: HttpCredentials;
  /** How long they last. */
  readonly seconds: number;
}

interface Kept {
  readonly credentials: HttpCredentials;
  readonly since: number;
  readonly until: number;
}

/** New ones are asked for this long before the old ones end, or in the last fifth of a short life. */
const EARLIER = 5 * 60_000;
/** A service is not asked again at once after it failed: many repositories share one identity. */
const FAILURE_KEPT = 10_000;
/** What was given out that recently is not asked for anew because it was refused. */
const NEW = 30_000;
const MOST = 1000;

export function createTokenIssuer(context: IssuerContext): TokenIssuer {
  const state: State = { context, kept: new Map(), running: new Map(), failures: new Map() };
  return {
    async credentials(wish, signal) {
      const key = keyOf(wish);
      const known = state.kept.get(key);
      if (known !== undefined && context.clock.monotonic() < known.until) return known.credentials;
      return await asked(state, { key, wish, signal });
    },
    async renewed(wish, refused, signal) {
      const key = keyOf(wish);
      const known = state.kept.get(key);
      if (known !== undefined && !sameCredentials(known.credentials, refused)) return known.credentials;
      if (known !== undefined && context.clock.monotonic() - known.since < NEW) return undefined;
      state.kept.delete(key);
      return await asked(state, { key, wish, signal });
    },
  };
}

interface State {
  readonly context: IssuerContext;
  readonly kept: Map<string, Kept>;
  readonly running: Map<string, Promise<HttpCredentials>>;
  readonly failures: Map<string, { readonly error: unknown; readonly at: number }>;
}

interface Question {
  readonly key: string;
  readonly wish: TokenWish;
  readonly signal: AbortSignal | undefined;
}

/** Whoever asks while a question is under way shares its answer; the question itself does not end with one of them. */
async function asked(state: State, { key, wish, signal }: Question): Promise<HttpCredentials> {
  signal?.throwIfAborted();
  const { clock } = state.context;
  const failure = state.failures.get(key);
  if (failure !== undefined && clock.monotonic() - failure.at < FAILURE_KEPT) throw failure.error;
  const running = state.running.get(key) ?? grant(state, key, wish);
  state.running.set(key, running);
  return await running;
}

async function grant(state: State, key: string, wish: TokenWish): Promise<HttpCredentials> {
  const { clock } = state.context;
  try {
    const { credentials, seconds } = await tokenFor(state.context, wish);
    const since = clock.monotonic();
    const lasts = Math.max(0, seconds * 1000);
    state.kept.delete(key);
    state.kept.set(key, { credentials, since, until: since + lasts - Math.min(EARLIER, lasts / 5) });
    state.failures.delete(key);
    forgetOldest(state.kept);
    return credentials;
  } catch (error) {
    if (error instanceof AppError) state.failures.set(key, { error, at: clock.monotonic() });
    forgetOldest(state.failures);
    throw error;
  } finally {
    state.running.delete(key);
  }
}

function forgetOldest(kept: Map<string, unknown>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) return;
    kept.delete(oldest);
  }
}

function tokenFor(context: IssuerContext, wish: TokenWish): Promise<Granted> {
  const { identity } = wish;
  switch (identity.kind) {
    case 'github-app':
      return githubAppToken(context, wish, identity);
    case 'google':
      return googleToken(context, wish, identity);
    case 'azure-workload':
    case 'azure-principal':
      return azureToken(context, wish, identity);
  }
}

/** One for each identity; one for each owner or registry where what is given out holds only there. */
function keyOf({ identity, url, use, route }: TokenWish): string {
  const parsed = URL.parse(url);
  const isLookedUp = identity.kind === 'github-app' && identity.installationId === '';
  const owner = isLookedUp ? parsed?.pathname.split('/')[1]?.toLowerCase() : '';
  const place = use === 'registry' ? parsed?.origin : '';
  const { caBundle, insecureSkipVerify, proxy, noProxy } = route;
  const parts = [identityText(identity), use, owner, place, caBundle, insecureSkipVerify, proxy, noProxy];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function sameCredentials(a: HttpCredentials, b: HttpCredentials): boolean {
  return authorizationHeader(a)['authorization']?.reveal() === authorizationHeader(b)['authorization']?.reveal();
}
