/** Values as text: JSON with any indent, YAML, TOML. */

import { expectBoolean, expectString } from '../runtime/expect.ts';
import type { Value } from '../runtime/value.ts';
import { manifestJsonEx } from './manifest-json-ex.ts';
import { manifestToml } from './manifest-toml.ts';
import { manifestYaml } from './manifest-yaml.ts';
import { type Declared, strict } from './native.ts';

const JSON_DEFAULTS: Readonly<Record<string, Value>> = { newline: '\n', key_val_sep: ': ' };
const YAML_DEFAULTS: Readonly<Record<string, Value>> = { indent_array_in_object: false, quote_keys: true };

export const STRICT_MANIFESTS: readonly Declared[] = [
  strict(
    'manifestJsonEx',
    'value indent newline= key_val_sep=',
    (call, values) => {
      const indent = expectString(call.machine, values.at(1), call.site);
      const newline = expectString(call.machine, values.at(2), call.site);
      const separator = expectString(call.machine, values.at(3), call.site);
      return manifestJsonEx(call, values.at(0), { indent, newline, separator });
    },
    JSON_DEFAULTS,
  ),
  strict('manifestTomlEx', 'value indent', (call, values) =>
    manifestToml(call, values.at(0), expectString(call.machine, values.at(1), call.site)),
  ),
  strict(
    'manifestYamlDoc',
    'value indent_array_in_object= quote_keys=',
    (call, values) => {
      const indentsArrays = expectBoolean(call.machine, values.at(1), call.site);
      const quotesKeys = expectBoolean(call.machine, values.at(2), call.site);
      return manifestYaml(call, values.at(0), { indentsArrays, quotesKeys });
    },
    YAML_DEFAULTS,
  ),
];
