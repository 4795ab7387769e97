/** Facts recorded from a real API server, where the conformance folder has them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** `TIPHYS_KUBE_FACTS`, or the folder beside the repository that development uses. */
export function kubeFacts(name: string): unknown {
  const path = factsPath(name);
  if (path === undefined) return undefined;
  const bytes = readFileSync(path);
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

export function factsPath(name: string): string | undefined {
  const folder = process.env['TIPHYS_KUBE_FACTS'] ?? join(import.meta.dirname, '../../../shared/kube/facts');
  return [`${name}.json`, `${name}.json.gz`].map((file) => join(folder, file)).find((path) => existsSync(path));
}
