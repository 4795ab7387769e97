/**
 * Tokens of a GitHub App's installation (GitHub documentation, "Authenticating as a GitHub App installation"): a token signed with
 * the App's key is changed for one that opens the repositories of whoever installed it, for an hour.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { Secret } from '../../base/secret.ts';
import type { IssuedIdentity, TokenWish } from '../../ports/issued-identity.ts';
import { askService, routeTo, wantedText } from './ask-service.ts';
import { identityFault } from './identity-fault.ts';
import { rsaKey, signedToken } from './signed-token.ts';
import type { Granted, IssuerContext } from './token-issuer.ts';

type GithubApp = Extract<IssuedIdentity, { kind: 'github-app' }>;

const PUBLIC = 'https://api.github.com';
/** GitHub takes none that lasts longer than ten minutes, and none from the future: clocks differ. */
const LASTS_SECONDS = 540;
const EARLIER_SECONDS = 60;
const MOST_PAGES = 100;
const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };

export async function githubAppToken(
  context: IssuerContext,
  wish: TokenWish,
  app: GithubApp,
  signal?: AbortSignal,
): Promise<Granted> {
  const who = `GitHub App ${app.appId}`;
  if (!/^\d+$/.test(app.appId) || !/^\d*$/.test(app.installationId)) {
    throw identityFault('identity.unusable', `${who}: the id of an App and that of an installation are numbers`);
  }
  const base = (app.baseUrl || PUBLIC).replace(/\/+$/, '');
  const now = Math.floor(context.clock.now() / 1000);
  const claims = { iat: now - EARLIER_SECONDS, exp: now + LASTS_SECONDS, iss: app.appId };
  const bearer = new Secret(`Bearer ${signedToken(rsaKey(app.privateKey, who), claims)}`);
  const asking = { route: routeTo(base, wish), who, bearer, headers: HEADERS, signal };
  const installation = app.installationId || (await installationOf(context, { ...asking, base, url: wish.url }));
  const { json } = await askService(context.http, {
    ...asking,
    url: `${base}/app/installations/${installation}/access_tokens`,
    method: 'POST',
  });
  const token = wantedText(json, 'token', who);
  const expires = Date.parse(wantedText(json, 'expires_at', who));
  const credentials = { kind: 'basic', username: 'x-access-token', password: new Secret(token) } as const;
  return { credentials, seconds: (expires - context.clock.now()) / 1000 };
}

interface Looking {
  readonly base: string;
  /** Of the repository. */
  readonly url: string;
  readonly route: TokenWish['route'];
  readonly who: string;
  readonly bearer: Secret;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** The installation of the account that owns the repository, among all of the App. */
async function installationOf(context: IssuerContext, { base, url, ...asking }: Looking): Promise<string> {
  const owner = URL.parse(url)?.pathname.split('/')[1]?.toLowerCase() ?? '';
  for (let page = 1; page <= MOST_PAGES; page++) {
    const listed = await askService(context.http, {
      ...asking,
      url: `${base}/app/installations?per_page=100&page=${page}`,
    });
    const installations = isList(listed.json) ? listed.json : [];
    const found = installations.find((one) => loginOf(one) === owner);
    const id = isObject(found) ? (found as JsonObject)['id'] : undefined;
    if (typeof id === 'number' || typeof id === 'bigint' || typeof id === 'string') return String(id);
    if (!/\brel="?next"?/.test(listed.headers.get('link') ?? '')) break;
  }
  const hint = 'install the App for this account, or name an installation by githubAppInstallationID';
  throw identityFault('identity.refused', `${asking.who}: ${owner || 'nobody'} has no installation of it`, { hint });
}

function loginOf(installation: Json): string | undefined {
  const account = isObject(installation) ? (installation as JsonObject)['account'] : undefined;
  const login = isObject(account) ? (account as JsonObject)['login'] : undefined;
  return typeof login === 'string' ? login.toLowerCase() : undefined;
}
