/** Webhooks over a control plane: secrets and limits from its settings, sources from its Applications (features O1, O4). */
import type { Secret } from '../../base/secret.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import { everySource } from '../../services/applications/index.ts';
import type { ExtraRoute } from '../../transport/server.ts';
import { webhookRoute } from '../../transport/webhook/webhook-route.ts';
import type { ControlPlane } from './control-plane.ts';

const DEFAULT_MEGABYTES = 50;

export function webhooks({ installation, applications, manifests }: ControlPlane): ExtraRoute {
  return webhookRoute({
    secretOf: (host) => secretOf(installation, `webhook.${host}.secret`),
    limit: () => megabytes(installation.current().settings.cm['webhook.maxPayloadSizeMB']) * 1024 * 1024,
    sources: () => [...everySource(applications), ...manifests.bases()],
    notice: (repoUrl) => manifests.notice(repoUrl),
  });
}

/** The value, or what a `$name:key` in its place stands for. An empty one counts as none. */
function secretOf(installation: InstallationPort, key: string): Secret | undefined {
  const current = installation.current();
  const secret = current.settings.secret.get(key);
  if (secret === undefined || secret.reveal() === '') return undefined;
  return current.secretFor(secret.reveal()) ?? secret;
}

function megabytes(text: string | undefined): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : DEFAULT_MEGABYTES;
}
