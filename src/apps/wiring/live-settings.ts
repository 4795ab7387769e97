/** What live clusters look at, from the installation's settings: read again only when those have changed. */
import { isExcludedResource, resourceFilter } from '../../engine/settings/resource-filter.ts';
import { trackingSettings } from '../../engine/settings/tracking-settings.ts';
import { objectFacts } from '../../engine/tree/facts/object-facts.ts';
import type { InstallationPort, Settings } from '../../ports/settings.ts';
import type { LiveDependencies } from '../../services/live/index.ts';

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

/** Derives once per snapshot of the settings. */
function perSnapshot<T>(installation: InstallationPort, derive: (settings: Settings) => T): () => T {
  let known: { readonly settings: Settings; readonly value: T } | undefined;
  return () => {
    const { settings } = installation.current();
    if (known?.settings !== settings) known = { settings, value: derive(settings) };
    return known.value;
  };
}
