/** `--revision`, `--revisions`, `--source-positions` and `--source-names`: which revisions manifests are wanted at. Pure. */
import type { Application } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { FATAL } from '../command.ts';

export interface RevisionFlags {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly sourcePositions?: readonly string[];
  readonly sourceNames?: readonly string[];
}

/** Members of a query for manifests. */
export interface ChosenRevisions {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly sourcePositions?: readonly number[];
}

/** Undefined where the Application's own targets are meant. Throws `cli.usage` (user). */
export function chosenRevisions(app: Application, flags: RevisionFlags): ChosenRevisions | undefined {
  const { revision, revisions = [], sourcePositions = [], sourceNames = [] } = flags;
  if (sourceNames.length > 0 && sourcePositions.length > 0) {
    throw usage('Only one of source-positions and source-names can be specified.');
  }
  const by = sourceNames.length > 0 ? 'source-names' : 'source-positions';
  const wanted = sourceNames.length > 0 ? sourceNames : sourcePositions;
  if (wanted.length > 0 && revisions.length !== wanted.length) {
    throw usage(`While using --revisions and --${by}, length of values for both flags should be same.`);
  }
  if (wanted.length > 0) {
    const positions = by === 'source-names' ? sourceNames.map((name) => namedSource(app, name)) : wanted.map(position);
    return { revisions, sourcePositions: positions };
  }
  return revision === undefined ? undefined : { revision };
}

function position(text: string): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw usage(`invalid argument ${JSON.stringify(text)} for "--source-positions"`);
  if (value > 0) return value;
  throw fatal('source-position cannot be less than or equal to 0, Counting starts at 1');
}

function namedSource({ spec }: Application, wanted: string): number {
  const at = (spec.sources ?? []).findIndex(({ name }) => name === wanted);
  if (at >= 0) return at + 1;
  throw fatal(`Unknown source name '${wanted}'`);
}

function fatal(message: string): AppError {
  return new AppError({ code: FATAL, kind: 'user', message });
}

function usage(message: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message });
}
