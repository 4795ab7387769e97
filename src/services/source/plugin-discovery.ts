/** Which plugin is for a source (P2): the one it names, else the first that is for the folder by its own rule. */
import { AppError } from '../../base/errors.ts';
import type { InstalledPlugin, PluginMatch } from '../../ports/plugins.ts';
import type { PluginQuestion } from '../../render/contract.ts';

export type FoundPlugin =
  | { readonly kind: 'found'; readonly plugin: InstalledPlugin }
  /** `reason`: why the last one that was asked could not say. */
  | { readonly kind: 'none'; readonly reason: string | undefined };

type Matches = (plugin: InstalledPlugin) => Promise<PluginMatch>;

/** Faults of plugins are reasons; throws everything else. */
export async function findPlugin(
  { name }: Pick<PluginQuestion, 'name'>,
  installed: readonly InstalledPlugin[],
  matches: Matches,
): Promise<FoundPlugin> {
  const candidates = name === '' ? installed : installed.filter((plugin) => plugin.name === name);
  let reason: string | undefined;
  for (const plugin of candidates) {
    const answer = await isFor(plugin, { isNamed: name !== '', matches });
    if (answer === true) return { kind: 'found', plugin };
    reason = answer === false ? undefined : answer;
  }
  return { kind: 'none', reason };
}

/** Yes, no, or why it cannot be said. One without a rule is for what names it, and for nothing else. */
async function isFor(
  plugin: InstalledPlugin,
  { isNamed, matches }: { readonly isNamed: boolean; readonly matches: Matches },
): Promise<boolean | string> {
  try {
    if (!(await plugin.configuration()).isDiscoveryConfigured) return isNamed;
  } catch (error) {
    return `error checking plugin configuration ${plugin.label}: ${reasonOf(error)}`;
  }
  try {
    const { isSupported, isDiscoveryEnabled } = await matches(plugin);
    return isSupported || (isNamed && !isDiscoveryEnabled);
  } catch (error) {
    return `error checking repository support for plugin ${plugin.label}: error receiving stream response: ${reasonOf(error)}`;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AppError && error.code.startsWith('plugin.')) return error.message;
  throw error;
}
