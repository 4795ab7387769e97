/** What an installation says about comparing kinds, for programs that compare by themselves. */
import { AppError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { resourceOverrides } from '../../engine/settings/index.ts';
import { writeYaml } from '../../lang/yaml/write.ts';

/**
 * By `group/Kind`, the rules as YAML, as the API has them (surface §1.2). Settings that cannot be read count as none, as they do
 * where the product compares.
 */
export function comparisonOverrides(cm: Readonly<Record<string, string>>): JsonObject {
  try {
    const told = resourceOverrides(cm).filter(({ ignoreDifferences }) => ignoreDifferences !== null);
    return Object.fromEntries(
      told.map(({ group, kind, ignoreDifferences }) => [
        group === '' ? kind : `${group}/${kind}`,
        { ignoreDifferences: writeYaml(ignoreDifferences) },
      ]),
    );
  } catch (error) {
    if (error instanceof AppError) return {};
    throw error;
  }
}
