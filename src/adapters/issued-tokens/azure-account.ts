/**
 * Tokens of Azure (Microsoft Entra documentation, "client credentials flow"): of the process itself by the token file that workload
 * identity mounts, or of a service principal by its password. Azure DevOps takes them as they are; a registry changes them
 * for one of its own.
 */
import { readFile } from 'node:fs/promises';
import { Secret } from '../../base/secret.ts';
import type { IssuedIdentity, TokenWish } from '../../ports/issued-identity.ts';
import { askService, lifetime, routeTo, wantedText } from './ask-service.ts';
import { identityFault } from './identity-fault.ts';
import type { Granted, IssuerContext } from './token-issuer.ts';

type AzureIdentity = Extract<IssuedIdentity, { kind: 'azure-workload' | 'azure-principal' }>;

const PUBLIC = 'https://login.microsoftonline.com';
/** Azure DevOps itself, in every tenant. */
const DEVOPS = '499b84ac-1321-427f-aa17-267ca6975798/.default';
const MANAGEMENT = 'https://management.core.windows.net/.default';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Registries know who asks from the token alone. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const TENANT = /^[\w.-]+$/;

export async function azureToken(
  context: IssuerContext,
  wish: TokenWish,
  identity: AzureIdentity,
  signal?: AbortSignal,
): Promise<Granted> {
  const { tenantId, authority, who, form } =
    identity.kind === 'azure-workload' ? await workload(context) : principal(identity);
  if (!TENANT.test(tenantId)) throw identityFault('identity.unusable', `${who}: the tenant is no name of one`);
  const url = `${(authority || PUBLIC).replace(/\/+$/, '')}/${tenantId}/oauth2/v2.0/token`;
  const scope = wish.use === 'git' ? DEVOPS : MANAGEMENT;
  const { json } = await askService(context.http, {
    url,
    method: 'POST',
    form: { ...form, grant_type: 'client_credentials', scope },
    route: routeTo(url, wish),
    who,
    signal,
  });
  const token = new Secret(wantedText(json, 'access_token', who));
  if (wish.use === 'git') return { credentials: { kind: 'bearer', token }, seconds: lifetime(json) };
  return await changedAtRegistry(context, wish, { token, tenantId, who, signal });
}

interface Asking {
  readonly who: string;
  readonly tenantId: string;
  readonly authority: string;
  readonly form: Readonly<Record<string, Secret | string>>;
}

async function workload({ azure }: IssuerContext): Promise<Asking> {
  const who = 'Azure workload identity';
  if (azure === undefined) {
    const hint = 'label the pod and its service account for Azure workload identity, and start it again';
    const missing = 'AZURE_CLIENT_ID, AZURE_TENANT_ID or AZURE_FEDERATED_TOKEN_FILE is not set';
    throw identityFault('identity.unusable', `${who}: ${missing}`, { hint });
  }
  const text = await readFile(azure.tokenFile, 'utf8').catch((cause: unknown) => {
    throw identityFault('identity.unusable', `${who}: the token file ${azure.tokenFile} cannot be read`, { cause });
  });
  const form = {
    client_id: azure.clientId,
    client_assertion_type: ASSERTION,
    client_assertion: new Secret(text.trim()),
  };
  return { who, tenantId: azure.tenantId, authority: azure.authority, form };
}

function principal(identity: Extract<AzureIdentity, { kind: 'azure-principal' }>): Asking {
  const { tenantId, clientId, clientSecret, authority } = identity;
  const form = { client_id: clientId, client_secret: clientSecret };
  return { who: `Azure service principal ${clientId}`, tenantId, authority, form };
}

interface Change {
  readonly token: Secret;
  readonly tenantId: string;
  readonly who: string;
  readonly signal: AbortSignal | undefined;
}

/** Azure Container Registry, "Authenticate with the registry": a token of Azure for a password of the registry, three hours long. */
async function changedAtRegistry(context: IssuerContext, wish: TokenWish, change: Change): Promise<Granted> {
  const { token, tenantId, who, signal } = change;
  const { origin, host } = new URL(wish.url);
  const { json } = await askService(context.http, {
    url: `${origin}/oauth2/exchange`,
    method: 'POST',
    form: { grant_type: 'access_token', service: host, tenant: tenantId, access_token: token },
    route: wish.route,
    who,
    signal,
  });
  const password = new Secret(wantedText(json, 'refresh_token', who));
  return { credentials: { kind: 'basic', username: NOBODY, password }, seconds: lifetime(json) };
}
