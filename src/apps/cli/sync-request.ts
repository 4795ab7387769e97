/** The request of `argocd app sync`, from its flags. Pure. */
import type { Application, RetryStrategy } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import { FATAL } from './command.ts';
import { parseKeyValues } from './key-value.ts';
import { chooseResources, type ResourceArgument, type ResourceName } from './resource-argument.ts';

export interface SyncFlags {
  readonly revision?: string;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly replace?: boolean;
  readonly serverSide?: boolean;
  readonly applyOutOfSyncOnly?: boolean;
  readonly strategy?: string;
  readonly info?: readonly string[];
  readonly retryLimit?: number;
  readonly retryRefresh?: boolean;
  readonly retryBackoffDuration?: string;
  readonly retryBackoffMaxDuration?: string;
  readonly retryBackoffFactor?: number;
}

/** Throws `cli.fatal` (user) for an unknown strategy. */
export function syncRequest(flags: SyncFlags, resources: readonly ResourceName[]): object {
  const items = syncOptions(flags);
  const infos = parseKeyValues(flags.info ?? []).map(({ key: name, value }) => ({ name, value }));
  const retryStrategy = retryOf(flags);
  return {
    ...(flags.revision ? { revision: flags.revision } : {}),
    prune: flags.prune ?? false,
    dryRun: flags.dryRun ?? false,
    strategy: strategyOf(flags),
    ...(resources.length > 0 ? { resources } : {}),
    ...(infos.length > 0 ? { infos } : {}),
    ...(items.length > 0 ? { syncOptions: { items } } : {}),
    ...(retryStrategy ? { retryStrategy } : {}),
  };
}

/** The resources that are asked for. Throws `cli.fatal` (user) where some are asked for and none is there. */
export function resourcesToSync(app: Application, wanted: readonly ResourceArgument[]): readonly ResourceName[] {
  if (wanted.length === 0) return [];
  const chosen = chooseResources(app, wanted);
  if (chosen.length > 0) return chosen;
  const texts = wanted.map(({ exclude, group, kind, namespace, name }) => {
    return `${exclude ? '!' : ''}${group}:${kind}:${namespace === undefined ? '' : `${namespace}/`}${name}`;
  });
  throw fatal(`No matching app resources found for resource filter: ${texts.join(', ')}`);
}

function syncOptions({ replace, serverSide, applyOutOfSyncOnly }: SyncFlags): readonly string[] {
  return [
    ...(replace ? ['Replace=true'] : []),
    ...(serverSide ? ['ServerSideApply=true'] : []),
    ...(applyOutOfSyncOnly ? ['ApplyOutOfSyncOnly=true'] : []),
  ];
}

function strategyOf({ strategy = '', force = false }: SyncFlags): object {
  if (strategy === 'apply') return { apply: { force } };
  if (strategy === '' || strategy === 'hook') return { hook: { force } };
  throw fatal(`Unknown sync strategy: '${strategy}'`);
}

function retryOf(flags: SyncFlags): RetryStrategy | undefined {
  const { retryLimit = 0, retryRefresh, retryBackoffDuration, retryBackoffMaxDuration, retryBackoffFactor } = flags;
  if (retryLimit === 0) return undefined;
  const backoff = {
    duration: retryBackoffDuration ?? '5s',
    factor: retryBackoffFactor ?? 2,
    maxDuration: retryBackoffMaxDuration ?? '3m0s',
  };
  return { limit: retryLimit, backoff, ...(retryRefresh ? { refresh: true } : {}) };
}

function fatal(message: string): AppError {
  return new AppError({ code: FATAL, kind: 'user', message });
}
