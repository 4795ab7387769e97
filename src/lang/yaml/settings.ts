/** How a YAML text is to be read. */
import type { YamlProfile } from './go-scalars.ts';
import type { YamlLimits } from './limits.ts';

export interface YamlReading extends YamlLimits {
  /** Default `sigs`: what kubectl, Helm and Argo CD read. */
  readonly profile?: YamlProfile;
  /** Refuse duplicate keys; `yaml3` always does. Otherwise the last one wins. */
  readonly strict?: boolean;
}

export type YamlSettings = Required<YamlReading>;
