/** Which source of an Application a command line means, by position or by name. Pure. */
import type { Application } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { FATAL } from '../command.ts';
import { type GivenFlags, givenInteger, givenText } from './given-flags.ts';

/** From 1; 0 where no position is said. Throws `cli.usage` and `cli.fatal` (user). */
export function givenPosition(app: Application, given: GivenFlags): number {
  const name = givenText(given, 'source-name');
  const position = givenInteger(given, 'source-position');
  if (!name) return Math.max(position ?? 0, 0);
  if (position !== undefined) throw usage('Only one of source-position and source-name can be specified.');
  const at = (app.spec.sources ?? []).findIndex((source) => source.name === name);
  if (at < 0) throw new AppError({ code: FATAL, kind: 'user', message: `Unknown source name '${name}'` });
  return at + 1;
}

/** As `givenPosition`; of several sources one must be meant. */
export function chosenPosition(app: Application, given: GivenFlags): number {
  const position = givenPosition(app, given);
  const count = (app.spec.sources ?? []).length;
  if (count === 0) return position;
  if (position === 0) {
    throw usage(
      'Source position should be specified and must be greater than 0 for applications with multiple sources',
    );
  }
  if (position > count) throw usage('Source position should be less than the number of sources in the application');
  return position;
}

function usage(message: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message });
}
