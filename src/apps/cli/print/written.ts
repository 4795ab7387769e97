/** Answers of the API as they stand, for `-o json` and `-o yaml`. */
import { AppError } from '../../../base/errors.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';

export function written(value: Json, output: string): string {
  return output === 'yaml' ? writeYaml(value) : `${stringifyJson(value, { indent: 2 })}\n`;
}

/** Throws `cli.refused` in the words of `argocd`. */
export function checkFormat(output: string, supported: readonly string[]): void {
  if (supported.includes(output)) return;
  const message = `unknown output format: ${output}. Supported formats: ${supported.join('|')}`;
  throw new AppError({ code: 'cli.refused', kind: 'user', message });
}
