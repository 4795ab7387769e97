/** What live clusters look at, from the installation's settings: read again only when those have changed. */

import { isMinorUpdate } from '../../engine/compare/minor-update.ts';
import type { HealthOverrides } from '../../engine/health/health-of.ts';
import { isExcludedResource, resourceFilter, respectRbac } from '../../engine/settings/resource-filter.ts';
import { trackingSettings } from '../../engine/settings/tracking-settings.ts';
import { ignoredUpdates } from '../../engine/settings/update-settings.ts';
import { objectFacts } from '../../engine/tree/facts/object-facts.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { InstallationPort, Settings } from '../../ports/settings.ts';
import type { LiveDependencies } from '../../services/live/index.ts';
import { perSnapshot } from './per-snapshot.ts';

/** Keys of `argocd-cm` that decide what is followed and kept. */
const RELEVANT = [
  'resource.exclusions',
  'resource.inclusions',
  'resource.respectRBAC',
  'application.resourceTrackingMethod',
  'application.instanceLabelKey',
];
/** And those that hold checks, by which what is kept was judged. */
const CHECKS = /^resource\.customizations(\.(health|useOpenLibs)\..*)?$/;

type LiveSettings = Pick<
  LiveDependencies,
  'factsOf' | 'isWatched' | 'matters' | 'respectRbac' | 'trackingLabel' | 'tracksByLabel'
>;

export function liveSettings(installation: InstallationPort, checks: () => HealthOverrides): LiveSettings {
  const filter = perSnapshot(installation, ({ cm }) => resourceFilter(cm));
  const tracking = perSnapshot(installation, ({ cm }) => trackingSettings(cm));
  const updates = perSnapshot(installation, ({ cm, commandParameters }) =>
    readable(() => ignoredUpdates(cm, commandParameters)),
  );
  return {
    factsOf: (object) => objectFacts(object, checks()),
    isWatched: ({ group, kind, server }) => !isExcludedResource(filter(), { group, kind }, server),
    matters: (before, after) => {
      const ignored = updates();
      return ignored === undefined || !isMinorUpdate(before, after, ignored);
    },
    respectRbac: () => respectRbac(installation.current().settings.cm),
    trackingLabel: () => tracking().labelKey,
    tracksByLabel: () => tracking().method === 'label',
  };
}

/** Lists the clusters again when what is looked at, or whose label counts, has changed. Returns the unsubscription. */
export function followLiveSettings(installation: InstallationPort, clusters: LiveClusters): () => void {
  let before = keyOf(installation.current().settings);
  return installation.subscribe(({ settings }) => {
    const now = keyOf(settings);
    if (now === before) return;
    before = now;
    for (const cluster of clusters.known()) void cluster.invalidate().catch(() => undefined);
  });
}

function keyOf({ cm }: Settings): string {
  const checks = Object.keys(cm).filter((key) => CHECKS.test(key));
  return JSON.stringify([...RELEVANT, ...checks.sort()].map((key) => [key, cm[key] ?? '']));
}

/** Rules that cannot be read are told of elsewhere; meanwhile nothing is ignored. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
