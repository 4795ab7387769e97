/** YAML of a kubeconfig as plain JSON. The one place of this folder that reads YAML. */
import { CORE_SCHEMA, load } from 'js-yaml';
import { messageOf } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { kubeError } from './status-error.ts';

/** Throws `kube.configuration` that names the file's fault. */
export function parseYamlText(text: string, what: string): Json {
  try {
    return (load(text, { schema: CORE_SCHEMA }) ?? null) as Json;
  } catch (error) {
    throw kubeError('kube.configuration', `${what} is not YAML: ${messageOf(error).split('\n')[0]}`);
  }
}
