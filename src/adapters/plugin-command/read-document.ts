/** A ConfigManagementPlugin document from its text, checked as Argo CD checks `plugin.yaml`. */
import { createHash } from 'node:crypto';
import {
  CONFIG_MANAGEMENT_PLUGIN,
  type ConfigManagementPlugin,
  configManagementPlugin,
  pluginNameOf,
} from '../../api/config-management-plugin/fields.ts';
import { decode } from '../../api/schema/decode.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { type CommandLimits, limitsFrom } from './limits.ts';

export interface CommandDocument {
  readonly name: string;
  readonly plugin: ConfigManagementPlugin;
  readonly limits: CommandLimits;
  /** Digest of the text. */
  readonly identity: string;
}

/** `variable`: of our environment. Throws `plugin.invalid` (user). */
export function readDocument(text: string, variable: (name: string) => string | undefined): CommandDocument {
  const plugin = decoded(text);
  if (!plugin.metadata?.name) throw invalid('metadata.name should be non-empty');
  if (plugin.kind !== CONFIG_MANAGEMENT_PLUGIN) {
    throw invalid(`kind should be ${CONFIG_MANAGEMENT_PLUGIN}, found ${plugin.kind ?? ''}`);
  }
  if ((plugin.spec?.generate?.command ?? []).length === 0) throw invalid('spec.generate command should be non-empty');
  const limits = limitsFrom(plugin.metadata.annotations ?? {}, variable);
  return { name: pluginNameOf(plugin), plugin, limits, identity: createHash('sha256').update(text).digest('hex') };
}

function decoded(text: string): ConfigManagementPlugin {
  try {
    return decode(configManagementPlugin, readYaml(text));
  } catch (error) {
    throw invalid(messageOf(error));
  }
}

function invalid(reason: string): AppError {
  return new AppError({
    code: 'plugin.invalid',
    kind: 'user',
    message: `invalid plugin configuration file. ${reason}`,
  });
}
