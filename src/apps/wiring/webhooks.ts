/** Webhooks over a control plane: secrets and limits from its settings, sources from its Applications (features O1–O4). */
import type { Clock } from '../../base/clock.ts';
import { repositoryPlace } from '../../base/repository-place.ts';
import type { Secret } from '../../base/secret.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import { openSourceIndex } from '../../services/applications/index.ts';
import type { ExtraRoute } from '../../transport/server.ts';
import { webhookRoute } from '../../transport/webhook/webhook-route.ts';
import type { ControlPlane } from './control-plane.ts';

const DEFAULT_MEGABYTES = 50;
const DEFAULT_PARALLEL = 50;

/** Ends with the cache of Applications. */
export function webhooks({ installation, applications, manifests }: ControlPlane, clock: Clock): ExtraRoute {
  const index = openSourceIndex(applications);
  const settings = () => installation.current().settings;
  return webhookRoute({
    secretOf: (key) => secretOf(installation, `webhook.${key}`),
    limit: () => positive(settings().cm['webhook.maxPayloadSizeMB'], DEFAULT_MEGABYTES) * 1024 * 1024,
    parallel: () => positive(settings().commandParameters['server.webhook.parallelism.limit'], DEFAULT_PARALLEL),
    *sourcesAt(place) {
      yield* index.at(place);
      // Few: one for each repository that others have bases in.
      for (const base of manifests.bases()) if (repositoryPlace(base.repoURL) === place) yield base;
    },
    notice: (repoUrl) => manifests.notice(repoUrl),
    monotonic: () => clock.monotonic(),
  });
}

/** The value, or what a `$name:key` in its place stands for. An empty one counts as none. */
function secretOf(installation: InstallationPort, key: string): Secret | undefined {
  const current = installation.current();
  const secret = current.settings.secret.get(key);
  if (secret === undefined || secret.reveal() === '') return undefined;
  return current.secretFor(secret.reveal()) ?? secret;
}

function positive(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}
