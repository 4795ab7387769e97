/** `argocd app set NAME`: changes what flags name, and nothing else. */
import { type CommandContext, EXIT, openSession, parseApplicationName } from '../command.ts';
import { changedSpecification } from '../specification/change-specification.ts';
import { chosenPosition } from '../specification/chosen-source.ts';
import { valuesTextOf } from '../specification/described-applications.ts';
import { type GivenFlags, givenSwitch, givenText } from '../specification/given-flags.ts';
import { readApplication, updateSpecification } from '../update-specification.ts';

/** `undefined` where no flag says what to change: the caller shows how to. Throws `cli.*`. */
export async function appSet(context: CommandContext, name: string, given: GivenFlags): Promise<number | undefined> {
  if (Object.keys(given).length === 0) {
    context.output.complain('Please set at least one option to update\n');
    return undefined;
  }
  const { api } = openSession(context);
  const key = parseApplicationName(name, givenText(given, 'app-namespace'));
  const app = await readApplication(api, key);
  const position = chosenPosition(app, given);
  const change = { given, position, valuesText: await valuesTextOf(given), sourceType: app.status?.sourceType };
  const spec = changedSpecification(app.spec, change);
  await updateSpecification(api, { key, spec, validate: givenSwitch(given, 'validate') ?? true });
  return EXIT.ok;
}
