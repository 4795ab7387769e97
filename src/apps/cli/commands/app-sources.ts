/** `argocd app add-source NAME` and `argocd app remove-source NAME`: for Applications of several sources. */
import type { Application } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { type CommandContext, EXIT, openSession, parseApplicationName } from '../command.ts';
import { isConfirmed } from '../confirm.ts';
import { withSource } from '../specification/change-specification.ts';
import { givenPosition } from '../specification/chosen-source.ts';
import { valuesTextOf } from '../specification/described-applications.ts';
import { type GivenFlags, givenInteger, givenSwitch, givenText } from '../specification/given-flags.ts';
import { readApplication, updateSpecification } from '../update-specification.ts';

/** Throws `cli.*`. */
export async function appAddSource(context: CommandContext, name: string, given: GivenFlags): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, givenText(given, 'app-namespace'));
  const { spec } = await readApplication(api, key);
  const { sources = [] } = spec;
  if (sources.length === 0) {
    throw usage(`Cannot add source: application ${key.name} does not have spec.sources defined`);
  }
  const grown = { ...spec, sources: [...sources, { repoURL: '' }] };
  const change = { given, position: grown.sources.length, valuesText: await valuesTextOf(given), sourceType: '' };
  const validate = givenSwitch(given, 'validate') ?? true;
  await updateSpecification(api, { key, spec: withSource(grown, change), validate });
  context.output.print(`Application '${key.name}' updated successfully\n`);
  return EXIT.ok;
}

/** Throws `cli.*`. */
export async function appRemoveSource(context: CommandContext, name: string, given: GivenFlags): Promise<number> {
  if (!givenText(given, 'source-name') && (givenInteger(given, 'source-position') ?? 0) <= 0) {
    throw usage('Value of source-position must be greater than 0');
  }
  const { api } = openSession(context);
  const key = parseApplicationName(name, givenText(given, 'app-namespace'));
  const app = await readApplication(api, key);
  const position = removablePosition(app, given);
  if (!(await isConfirmed(context, 'Are you sure you want to delete the source? [y/n]'))) {
    context.output.print('The command to delete the source was cancelled\n');
    return EXIT.ok;
  }
  const spec = { ...app.spec, sources: (app.spec.sources ?? []).toSpliced(position - 1, 1) };
  await updateSpecification(api, { key, spec, validate: true });
  context.output.print(`Application '${key.name}' updated successfully\n`);
  return EXIT.ok;
}

function removablePosition(app: Application, given: GivenFlags): number {
  const position = givenPosition(app, given);
  const count = (app.spec.sources ?? []).length;
  if (count === 0) throw usage('Application does not have multiple sources configured');
  if (count === 1) throw usage('Cannot remove the only source remaining in the app');
  if (position > count) throw usage(`Application does not have source at ${position}`);
  return position;
}

function usage(message: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message });
}
