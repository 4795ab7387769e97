/** The installation's own health checks, made anew when its settings change. */
import { hasCode } from '../../base/errors.ts';
import { customChecks } from '../../engine/health/custom/index.ts';
import { type HealthOverrides, withClock } from '../../engine/health/health-of.ts';
import { type ResourceOverride, resourceOverrides } from '../../engine/settings/resource-overrides.ts';
import type { InstallationPort, Settings } from '../../ports/settings.ts';
import { perSnapshot } from './per-snapshot.ts';

/** The checks of the newest settings. `now`: milliseconds since 1970, for scripts that ask for the time. */
export function customHealth(
  installation: InstallationPort,
  options: { readonly now: () => number },
): () => HealthOverrides {
  return perSnapshot(installation, ({ cm }) => withClock(customChecks(overridesOf(cm), options), options.now));
}

/** Invalid settings are told by every comparison; here they leave the built-in checks. */
function overridesOf(cm: Settings['cm']): readonly ResourceOverride[] {
  try {
    return resourceOverrides(cm);
  } catch (error) {
    if (hasCode(error, 'settings.invalid')) return [];
    throw error;
  }
}
