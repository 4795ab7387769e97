import { type Health, health } from '../../health.ts';
import { type Condition, conditionsIn, count, has, type Rule } from '../vocabulary/index.ts';

/** GitOps Promoter: what its kinds say before their own state counts. */

export interface PromoterWords {
  /** Said before there is a status. */
  readonly initializing: string;
  readonly deleting: string;
  /** Said while the newest spec was not seen: `Waiting for … spec update to be observed`. */
  readonly observes: string;
  /** Said where the condition is absent. */
  readonly missing: string;
  /** Begins what is said of a failure; other failures than of reconciliation name their reason. */
  readonly failed: string;
  readonly notReady: string;
  /** Begins what is said where nobody knows; kinds without it go on to their own state. */
  readonly unknown?: string;
  /** Types of the condition; Ready alone unless told. */
  readonly types?: readonly string[];
}

export function promoterReadiness(words: PromoterWords): Rule {
  const { types = ['Ready'] } = words;
  return (object) => {
    if (has(object, 'metadata.deletionTimestamp')) return health('Progressing', words.deleting);
    if (!has(object, 'status')) return health('Progressing', words.initializing);
    const conditions = conditionsIn(object).filter(({ type = '' }) => types.includes(type));
    if (conditions.length === 0) return health('Progressing', words.missing);
    for (const condition of conditions) {
      const verdict = judge(condition, words, count(object, 'metadata.generation'));
      if (verdict !== undefined) return verdict;
    }
    return undefined;
  };
}

function judge(
  { status, reason: why = 'Unknown', message, entry }: Condition,
  { observes, failed, notReady, unknown }: PromoterWords,
  generation: number | undefined,
): Health | undefined {
  const seen = count(entry, 'observedGeneration') ?? generation;
  if (generation !== undefined && seen !== generation) {
    return health('Progressing', `Waiting for ${observes} spec update to be observed`);
  }
  if (status === 'False') {
    const begin = why === 'ReconciliationError' ? failed : `${notReady} (${why})`;
    return health('Degraded', `${begin}: ${message ?? 'Unknown error'}`);
  }
  if (status !== 'Unknown' || unknown === undefined) return undefined;
  return health('Progressing', `${unknown} (${why}): ${message ?? 'Unknown'}`);
}

/** Kinds that name themselves by their kind and are ready or not. */
export function promoterGate(
  kind: string,
  words: Pick<PromoterWords, 'initializing' | 'failed' | 'notReady' | 'unknown'>,
): Rule {
  return promoterReadiness({
    ...words,
    deleting: `${kind} is being deleted`,
    observes: kind,
    missing: `${kind} Ready condition is missing`,
  });
}

/** Kinds that name themselves in words: `Pull request`. `Name` begins a sentence, `name` stands within one. */
export function promoterReconciliation(name: string, { within = lowered(name), types = ['Ready'] } = {}): Rule {
  return promoterReadiness({
    initializing: `Initializing ${within}`,
    deleting: `${name} is being deleted`,
    observes: within,
    missing: `${name} is not ready yet`,
    failed: `${name} reconciliation failed`,
    notReady: `${name} reconciliation failed`,
    types,
  });
}

function lowered(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
