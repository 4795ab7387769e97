/** YAML of a kubeconfig as plain JSON. */
import { messageOf } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { kubeError } from './status-error.ts';

/** Throws `kube.configuration` that names the fault and its line. */
export function parseYamlText(text: string, what: string): Json {
  try {
    return readYaml(text);
  } catch (error) {
    throw kubeError('kube.configuration', `${what} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
