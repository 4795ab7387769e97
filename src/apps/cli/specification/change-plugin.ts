/** What flags make of the options of a plugin. Pure. */
import type { ApplicationSourcePlugin } from '../../../api/application/fields.ts';
import { type GivenFlags, givenText, givenTexts } from './given-flags.ts';
import { splitNamed, withEntry } from './named-entries.ts';

/** Another plugin begins without the variables of the one before. Throws `cli.fatal` (user). */
export function changedPlugin(
  before: ApplicationSourcePlugin | undefined,
  given: GivenFlags,
): ApplicationSourcePlugin | undefined {
  const name = givenText(given, 'config-management-plugin');
  const named: ApplicationSourcePlugin | undefined = name === undefined ? before : { name };
  const sets = givenTexts(given, 'plugin-env');
  if (sets.length === 0) return named;
  const env = sets.reduce((list, set) => {
    const { name: variable, text } = splitNamed(set, 'env entry of the form: param=value');
    return withEntry(list, { name: variable, value: text });
  }, named?.env);
  return { ...named, env: env ?? [] };
}
