/** Plain requests to the embedded API, with the address and the token of its kubeconfig. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

export interface ApiReply {
  readonly status: number;
  // Tests look into whatever the API answers.
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's business
  readonly body: any;
}

export interface ApiClient {
  /** Rejects where the connection breaks before the answer is whole. */
  send(method: string, path: string, body?: object): Promise<ApiReply>;
  close(): void;
}

export function apiClient(kubeconfig: string): ApiClient {
  const config = JSON.parse(readFileSync(kubeconfig, 'utf8'));
  const { server, 'certificate-authority-data': authority } = config.clusters[0].cluster;
  const agent = new Agent({ keepAlive: true, ca: Buffer.from(authority, 'base64') });
  const headers = { authorization: `Bearer ${config.users[0].user.token}` };
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
        const options = { method, agent, headers: { ...headers, 'content-type': type } };
        const sent = request(`${server}${path}`, options, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('aborted', () => reject(new Error('aborted')));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
          );
        });
        sent.on('error', reject);
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}
