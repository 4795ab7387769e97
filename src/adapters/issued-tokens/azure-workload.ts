/** The identity that Azure's webhook gives to a pod by its environment. */
export interface AzureWorkload {
  readonly clientId: string;
  readonly tenantId: string;
  readonly tokenFile: string;
  /** Empty: the public one. */
  readonly authority: string;
}

/** From `AZURE_CLIENT_ID`, `AZURE_TENANT_ID`, `AZURE_FEDERATED_TOKEN_FILE`, `AZURE_AUTHORITY_HOST`; undefined where one is missing. */
export function azureWorkload(environment: Readonly<Record<string, string | undefined>>): AzureWorkload | undefined {
  const clientId = environment['AZURE_CLIENT_ID'] ?? '';
  const tenantId = environment['AZURE_TENANT_ID'] ?? '';
  const tokenFile = environment['AZURE_FEDERATED_TOKEN_FILE'] ?? '';
  if (clientId === '' || tenantId === '' || tokenFile === '') return undefined;
  return { clientId, tenantId, tokenFile, authority: environment['AZURE_AUTHORITY_HOST'] ?? '' };
}
