/** What follows from settings, derived once for each snapshot of them. */
import type { InstallationPort, Settings } from '../../ports/settings.ts';

/** Answers for the newest snapshot; derives again only when there is another one than the last time. */
export function perSnapshot<T>(installation: InstallationPort, derive: (settings: Settings) => T): () => T {
  let known: { readonly settings: Settings; readonly value: T } | undefined;
  return () => {
    const { settings } = installation.current();
    if (known?.settings !== settings) known = { settings, value: derive(settings) };
    return known.value;
  };
}
