/** Tokens of a service account of Google Cloud, for a statement signed with its key (RFC 7523). */
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { Secret } from '../../base/secret.ts';
import type { IssuedIdentity, TokenWish } from '../../ports/issued-identity.ts';
import { askService, lifetime, routeTo, wantedText } from './ask-service.ts';
import { identityFault } from './identity-fault.ts';
import { rsaKey, signedToken } from './signed-token.ts';
import type { Granted, IssuerContext } from './token-issuer.ts';

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SERVICE = 'https://oauth2.googleapis.com/token';

export async function googleToken(
  { http, clock }: IssuerContext,
  wish: TokenWish,
  { accountKey }: Extract<IssuedIdentity, { kind: 'google' }>,
  signal?: AbortSignal,
): Promise<Granted> {
  const account = readAccount(accountKey);
  const who = `Google account ${account.email}`;
  const now = Math.floor(clock.now() / 1000);
  const claims = { iss: account.email, scope: SCOPE, aud: account.service, iat: now, exp: now + 3600 };
  const assertion = new Secret(signedToken(rsaKey(account.privateKey, who), claims, account.keyId));
  const { json } = await askService(http, {
    url: account.service,
    method: 'POST',
    form: { grant_type: GRANT, assertion },
    route: routeTo(account.service, wish),
    who,
    signal,
  });
  const password = new Secret(wantedText(json, 'access_token', who));
  return { credentials: { kind: 'basic', username: account.email, password }, seconds: lifetime(json) };
}

interface Account {
  readonly email: string;
  readonly privateKey: Secret;
  readonly keyId: string;
  readonly service: string;
}

function readAccount(text: Secret): Account {
  const told = parsed(text);
  const member = (name: string): string => {
    const value = isObject(told) ? (told as JsonObject)[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const account = {
    email: member('client_email'),
    privateKey: new Secret(member('private_key')),
    keyId: member('private_key_id'),
    service: member('token_uri') || SERVICE,
  };
  if (member('type') === 'service_account' && account.email !== '') return account;
  const hint = 'gcpServiceAccountKey is the whole JSON file of a service account key';
  throw identityFault('identity.unusable', 'the Google Cloud key is no key of a service account', { hint });
}

function parsed(text: Secret): Json | undefined {
  try {
    return parseJson(text.reveal());
  } catch {
    // What the parser says may quote the key.
    return undefined;
  }
}
