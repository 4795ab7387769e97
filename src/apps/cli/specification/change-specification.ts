/** What flags make of the specification of an Application: `app create`, `set`, `add-source` (surface §2.2). Pure. */
import type { ApplicationSource, ApplicationSpec, SourceHydrator } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { FATAL } from '../command.ts';
import { type HelmChange, withHelmParameters } from './change-helm.ts';
import { changedSource } from './change-source.ts';
import { changedSyncPolicy } from './change-sync-policy.ts';
import { type GivenFlags, givenInteger, givenText, givenTexts } from './given-flags.ts';

export interface SpecificationChange extends HelmChange {
  /** Which source, from 1; of a single one it does not matter. */
  readonly position: number;
  /** The tool that the controller found, where it has looked. */
  readonly sourceType: string | undefined;
}

const EMPTY_SOURCE: ApplicationSource = { repoURL: '' };

/** Throws `cli.fatal` and `cli.key-value` (user). */
export function changedSpecification(before: ApplicationSpec, change: SpecificationChange): ApplicationSpec {
  const { given } = change;
  const hydrator = changedHydrator(before.sourceHydrator ?? undefined, given);
  const sourced = hydrator === undefined ? withSource(before, change) : { ...before, sourceHydrator: hydrator };
  const { syncPolicy: old, ...rest } = sourced;
  const syncPolicy = changedSyncPolicy(old ?? undefined, given);
  return {
    ...rest,
    destination: { ...before.destination, ...destinationOf(given) },
    ...(syncPolicy === undefined ? {} : { syncPolicy }),
    ...texts(given),
  };
}

/** Throws `cli.fatal` and `cli.key-value` (user). */
export function withSource(spec: ApplicationSpec, change: SpecificationChange): ApplicationSpec {
  const changed = (source: ApplicationSource): ApplicationSource =>
    withParameters(changedSource(source, change), change);
  const { sources = [] } = spec;
  if (sources.length === 0) return { ...spec, source: changed(spec.source ?? EMPTY_SOURCE) };
  const at = Math.max(change.position - 1, 0);
  return { ...spec, sources: sources.with(at, changed(sources[at] ?? EMPTY_SOURCE)) };
}

/** `-p` says nothing of the tool: it is taken for one of Helm where no other one is known. */
function withParameters(source: ApplicationSource, { given, sourceType }: SpecificationChange): ApplicationSource {
  const sets = givenTexts(given, 'parameter');
  if (sets.length === 0) return source;
  const explicit = (['Kustomize', 'Helm', 'Directory', 'Plugin'] as const).filter(
    (name) => source[OPTIONS[name]] !== undefined,
  );
  const guessed = sets[0]?.includes('=') ? 'Helm' : '';
  const tool = explicit.length === 1 ? explicit[0] : sourceType || guessed;
  if (tool !== 'Helm') {
    const message = 'Parameters can only be set against Helm applications';
    throw new AppError({ code: FATAL, kind: 'user', message });
  }
  const parameters = withHelmParameters(source.helm?.parameters, sets, { forceString: false });
  return { ...source, helm: { ...source.helm, ...(parameters ? { parameters } : {}) } };
}

const OPTIONS = { Kustomize: 'kustomize', Helm: 'helm', Directory: 'directory', Plugin: 'plugin' } as const;

function destinationOf(given: GivenFlags): ApplicationSpec['destination'] {
  const server = givenText(given, 'dest-server');
  const name = givenText(given, 'dest-name');
  const namespace = givenText(given, 'dest-namespace');
  return {
    ...(server === undefined ? {} : { server }),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function texts(given: GivenFlags): Partial<ApplicationSpec> {
  const project = givenText(given, 'project');
  const limit = givenInteger(given, 'revision-history-limit');
  return {
    ...(project === undefined ? {} : { project }),
    ...(limit === undefined ? {} : { revisionHistoryLimit: limit }),
  };
}

/** Undefined where no flag is about it. */
function changedHydrator(before: SourceHydrator | undefined, given: GivenFlags): SourceHydrator | undefined {
  const value = (name: string, old: string | undefined): string => givenText(given, name) ?? old ?? '';
  if (!HYDRATOR_FLAGS.some((name) => givenText(given, name) !== undefined)) return undefined;
  const { drySource, syncSource, hydrateTo } = before ?? {};
  const targetBranch = value('hydrate-to-branch', hydrateTo?.targetBranch);
  return {
    drySource: {
      ...drySource,
      repoURL: value('dry-source-repo', drySource?.repoURL),
      targetRevision: value('dry-source-revision', drySource?.targetRevision),
      path: value('dry-source-path', drySource?.path),
    },
    syncSource: {
      ...syncSource,
      targetBranch: value('sync-source-branch', syncSource?.targetBranch),
      path: value('sync-source-path', syncSource?.path),
    },
    ...(targetBranch === '' ? {} : { hydrateTo: { targetBranch } }),
  };
}

const HYDRATOR_FLAGS = [
  'dry-source-repo',
  'dry-source-path',
  'dry-source-revision',
  'sync-source-branch',
  'sync-source-path',
  'hydrate-to-branch',
];
