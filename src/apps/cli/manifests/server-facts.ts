/** What the server tells of itself and of a destination, so that rendering and comparing here give what they give there. */
import type { Application } from '../../../api/application/fields.ts';
import type { Cluster } from '../../../api/cluster/fields.ts';
import { hasCode } from '../../../base/errors.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import type { JsonObject } from '../../../base/json-value.ts';
import { type CompareSettings, compareSettings, trackingSettings } from '../../../engine/settings/index.ts';
import type { Tracking } from '../../../engine/tracking/index.ts';
import { offlineCapabilities } from '../../../render/helm/capabilities/capabilities.ts';
import type { CommandContext, Session } from '../command.ts';

export interface InstallationFacts {
  readonly controlNamespace: string;
  readonly tracking: Tracking;
  readonly compare: CompareSettings;
  /** Keys of `argocd-cm` that rendering depends on. */
  readonly renderSettings: Readonly<Record<string, string>>;
}

export interface ServerFacts extends InstallationFacts {
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
}

interface SettingsReply {
  readonly controllerNamespace?: string;
  readonly appLabelKey?: string;
  readonly trackingMethod?: string;
  readonly installationID?: string;
  readonly kustomizeOptions?: { readonly BuildOptions?: string };
  readonly resourceOverrides?: JsonObject;
}

export async function installationFacts({ api }: Session): Promise<InstallationFacts> {
  const told = await api.call<SettingsReply>({ path: '/api/v1/settings' });
  const tracking = trackingSettings({
    'application.resourceTrackingMethod': told.trackingMethod ?? '',
    'application.instanceLabelKey': told.appLabelKey ?? '',
    installationID: told.installationID ?? '',
  });
  return {
    controlNamespace: told.controllerNamespace ?? 'argocd',
    tracking,
    compare: compareSettings({ 'resource.customizations': stringifyJson(told.resourceOverrides ?? {}) }),
    renderSettings: { 'kustomize.buildOptions': told.kustomizeOptions?.BuildOptions ?? '' },
  };
}

/** Who may not see the cluster gets what offline rendering takes for one, and is told so. */
export async function serverFacts(
  context: CommandContext,
  session: Session,
  { spec }: Application,
): Promise<ServerFacts> {
  const installation = await installationFacts(session);
  const { server = '', name = '' } = spec.destination;
  const path = `/api/v1/clusters/${encodeURIComponent(server || name)}`;
  try {
    const found = await session.api.call<Cluster>({ path, query: server === '' ? { 'id.type': 'name' } : {} });
    const { serverVersion = '', apiVersions = [] } = found.info ?? {};
    if (serverVersion !== '') return { ...installation, kubeVersion: serverVersion, apiVersions };
  } catch (error) {
    if (!hasCode(error, 'cli.rpc')) throw error;
  }
  const assumed = offlineCapabilities(4, { kubeVersion: undefined, apiVersions: [] });
  const { version } = assumed.kubeVersion;
  context.output.complain(`Warning: what the cluster serves is not known here; Kubernetes ${version} is assumed.\n`);
  return { ...installation, kubeVersion: version, apiVersions: assumed.apiVersions };
}
