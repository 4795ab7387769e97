/** What flags make of the sync policy. Pure. */
import type { RetryStrategy, SyncPolicy, SyncPolicyAutomated } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { FATAL } from '../command.ts';
import { type GivenFlags, givenDuration, givenInteger, givenSwitch, givenText, givenTexts } from './given-flags.ts';

/** Undefined where nothing is left. Throws `cli.fatal` (user). */
export function changedSyncPolicy(before: SyncPolicy | undefined, given: GivenFlags): SyncPolicy | undefined {
  const { automated, syncOptions, retry, ...rest } = before ?? {};
  const after = {
    automated: withSwitches(changedAutomation(automated ?? undefined, given), given),
    syncOptions: changedOptions(syncOptions, given),
    retry: changedRetry(retry ?? undefined, given),
    ...rest,
  };
  const told = Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
  return Object.keys(told).length === 0 ? undefined : told;
}

function changedAutomation(
  before: SyncPolicyAutomated | undefined,
  given: GivenFlags,
): SyncPolicyAutomated | undefined {
  const wanted = givenText(given, 'sync-policy');
  if (wanted === undefined) return before;
  if (['none', 'manual'].includes(wanted)) return undefined;
  if (['automated', 'automatic', 'auto'].includes(wanted)) return {};
  throw fatal(`Invalid sync-policy: ${wanted}`);
}

const SWITCHES = { prune: 'auto-prune', selfHeal: 'self-heal', allowEmpty: 'allow-empty' } as const;

/** How to automate may be said before it is switched on: then it stays off. */
function withSwitches(before: SyncPolicyAutomated | undefined, given: GivenFlags): SyncPolicyAutomated | undefined {
  const found = Object.entries(SWITCHES)
    .map(([key, name]) => [key, givenSwitch(given, name)] as const)
    .filter(([, value]) => value !== undefined);
  if (found.length === 0) return before;
  return { ...(before ?? { enabled: false }), ...Object.fromEntries(found) };
}

function changedOptions(before: readonly string[] | undefined, given: GivenFlags): readonly string[] | undefined {
  const after = givenTexts(given, 'sync-option').reduce<readonly string[]>(withOption, before ?? []);
  return after.length === 0 ? undefined : after;
}

function withOption(options: readonly string[], option: string): readonly string[] {
  if (option.startsWith('!')) {
    const at = options.indexOf(option.slice(1));
    return at < 0 ? options : options.toSpliced(at, 1);
  }
  return options.includes(option) ? options : [...options, option];
}

function changedRetry(before: RetryStrategy | undefined, given: GivenFlags): RetryStrategy | undefined {
  const limit = givenInteger(given, 'sync-retry-limit');
  const refresh = givenSwitch(given, 'sync-retry-refresh');
  if (limit !== undefined && limit < 0) throw fatal(`Invalid sync-retry-limit [${limit}]`);
  const limited = limit === undefined ? before : limit === 0 ? undefined : { limit, backoff: backoff(given) };
  if (refresh === undefined) return limited;
  return { ...limited, refresh };
}

function backoff(given: GivenFlags): NonNullable<RetryStrategy['backoff']> {
  return {
    duration: givenDuration(given, 'sync-retry-backoff-duration') ?? '5s',
    factor: givenInteger(given, 'sync-retry-backoff-factor') ?? 2,
    maxDuration: givenDuration(given, 'sync-retry-backoff-max-duration') ?? '3m0s',
  };
}

function fatal(message: string): AppError {
  return new AppError({ code: FATAL, kind: 'user', message });
}
