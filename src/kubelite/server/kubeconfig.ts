/** The text of a kubeconfig: everything embedded, one context. JSON is YAML, so no writer is needed. */
export interface KubeconfigContent {
  readonly server: string;
  readonly caCertificate: string;
  readonly user: string;
  readonly token: string;
}

/** Ready to be written to a file of mode 0600: it holds the token. */
export function kubeconfigText({ server, caCertificate, user, token }: KubeconfigContent): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'kubelite',
        cluster: { server, 'certificate-authority-data': Buffer.from(caCertificate).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'kubelite', context: { cluster: 'kubelite', user } }],
    'current-context': 'kubelite',
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
