/** `argocd app unset NAME`: takes away what the Application says over its source. */
import type { Application } from '../../../api/application/fields.ts';
import { type CommandContext, EXIT, openSession, parseApplicationName } from '../command.ts';
import { isConfirmed } from '../confirm.ts';
import { chosenPosition } from '../specification/chosen-source.ts';
import { type GivenFlags, givenText } from '../specification/given-flags.ts';
import { unsetSource } from '../specification/unset-source.ts';
import { readApplication, updateSpecification } from '../update-specification.ts';

/** `undefined` where no flag is about the source: the caller shows how to. Throws `cli.*`. */
export async function appUnset(context: CommandContext, name: string, given: GivenFlags): Promise<number | undefined> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, givenText(given, 'app-namespace'));
  const app = await readApplication(api, key);
  const position = chosenPosition(app, given);
  const unset = unsetSource(sourceAt(app, position), given);
  if (unset.kind === 'nothing-asked') return undefined;
  if (unset.kind === 'unchanged') return EXIT.ok;
  if (!(await isConfirmed(context, 'Are you sure you want to unset the parameters? [y/n]'))) {
    context.output.print('The command to unset the parameters has been cancelled.\n');
    return EXIT.ok;
  }
  const { sources = [] } = app.spec;
  const spec =
    sources.length > 0
      ? { ...app.spec, sources: sources.with(position - 1, unset.source) }
      : { ...app.spec, source: unset.source };
  await updateSpecification(api, { key, spec, validate: false });
  return EXIT.ok;
}

function sourceAt({ spec }: Application, position: number) {
  const { sources = [] } = spec;
  return (sources.length > 0 ? sources[position - 1] : spec.source) ?? { repoURL: '' };
}
