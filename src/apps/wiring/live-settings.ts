/** What live clusters look at, from the installation's settings: read again only when those have changed. */
import { isExcludedResource, resourceFilter } from '../../engine/settings/resource-filter.ts';
import { trackingSettings } from '../../engine/settings/tracking-settings.ts';
import { objectFacts } from '../../engine/tree/facts/object-facts.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { InstallationPort, Settings } from '../../ports/settings.ts';
import type { LiveDependencies } from '../../services/live/index.ts';

/** Keys of `argocd-cm` that decide what is followed and kept. */
const RELEVANT = [
  'resource.exclusions',
  'resource.inclusions',
  'application.resourceTrackingMethod',
  'application.instanceLabelKey',
];

type LiveSettings = Pick<LiveDependencies, 'factsOf' | 'isWatched' | 'trackingLabel' | 'tracksByLabel'>;

export function liveSettings(installation: InstallationPort): LiveSettings {
  const filter = perSnapshot(installation, ({ cm }) => resourceFilter(cm));
  const tracking = perSnapshot(installation, ({ cm }) => trackingSettings(cm));
  return {
    factsOf: (object) => objectFacts(object),
    isWatched: ({ group, kind, server }) => !isExcludedResource(filter(), { group, kind }, server),
    trackingLabel: () => tracking().labelKey,
    tracksByLabel: () => tracking().method === 'label',
  };
}

/** Lists the clusters again when what is looked at, or whose label counts, has changed. Returns the unsubscription. */
export function followLiveSettings(installation: InstallationPort, clusters: LiveClusters): () => void {
  const keyOf = ({ cm }: Settings): string => RELEVANT.map((key) => cm[key] ?? '').join('\u0000');
  let before = keyOf(installation.current().settings);
  return installation.subscribe(({ settings }) => {
    const now = keyOf(settings);
    if (now === before) return;
    before = now;
    for (const cluster of clusters.known()) void cluster.invalidate().catch(() => undefined);
  });
}

/** Derives once per snapshot of the settings. */
function perSnapshot<T>(installation: InstallationPort, derive: (settings: Settings) => T): () => T {
  let known: { readonly settings: Settings; readonly value: T } | undefined;
  return () => {
    const { settings } = installation.current();
    if (known?.settings !== settings) known = { settings, value: derive(settings) };
    return known.value;
  };
}
