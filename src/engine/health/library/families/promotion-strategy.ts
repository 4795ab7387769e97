import type { JsonObject } from '../../../../base/json-value.ts';
import { type Health, health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { at, type Check, text } from '../vocabulary/index.ts';
import { checksOf, checksText, drySha, shortSha } from './promoter-commits.ts';
import { promoterReconciliation } from './promoter-readiness.ts';

/** GitOps Promoter's PromotionStrategy: commits on their way through environments. */

const READY = promoterReconciliation('Promotion strategy');

export const promotionStrategy: Check = (object) => {
  const early = READY(object);
  if (early !== undefined) return early;
  const environments = objectsAt(object, 'status', 'environments');
  const [first] = environments;
  if (first === undefined) return health('Degraded', 'Promotion strategy has no environments configured');
  return (
    firstOf(environments, unknownCommit) ??
    (environments.some((environment) => hydratedSha(environment) !== hydratedSha(first)) ? DIFFERENT : undefined) ??
    firstOf(environments, promotion) ??
    upToDate(environments, first)
  );
};

const DIFFERENT = health(
  'Progressing',
  'Not all environments have the same proposed commit SHA. This likely means the hydrator has not run for all environments yet.',
);

function firstOf(environments: readonly JsonObject[], judge: (environment: JsonObject) => Health | undefined) {
  for (const environment of environments) {
    const verdict = judge(environment);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

function branchOf(environment: JsonObject): string {
  return text(environment, 'branch') ?? '';
}

function unknownCommit(environment: JsonObject): Health | undefined {
  const branch = (['active', 'proposed'] as const).find((one) => drySha(environment, one) === '');
  if (branch === undefined) return undefined;
  const where = `in environment '${branchOf(environment)}'`;
  return health('Progressing', `The ${branch} commit DRY SHA is missing or empty ${where}.`);
}

/** A hydrator that found nothing to change notes the newer commit beside the one that its output is from. */
function hydratedSha(environment: JsonObject): string {
  const noted = text(environment, 'proposed.note.drySha') ?? '';
  return noted === '' ? drySha(environment, 'proposed') : noted;
}

function hydratedText(environment: JsonObject): string {
  return `Hydrator has processed dry commit '${shortSha(hydratedSha(environment))}'.`;
}

function promotion(environment: JsonObject): Health | undefined {
  const [active, proposed] = [drySha(environment, 'active'), drySha(environment, 'proposed')];
  if (active === proposed) return undefined;
  const way = `from '${shortSha(active)}' to '${shortSha(proposed)}'`;
  const checks = checksText(checksOf(at(environment, 'proposed')));
  const message = `Promotion in progress for environment '${branchOf(environment)}' ${way}: ${checks}`;
  return health('Progressing', `${message}${hydratedText(environment)} `);
}

/** Checks on commits that are there already do not make a strategy unhealthy. */
function upToDate(environments: readonly JsonObject[], first: JsonObject): Health {
  const undone = environments.flatMap((environment) => {
    const { pending, failed } = checksOf(at(environment, 'active'));
    if (pending.length + failed.length === 0) return [];
    return [`${branchOf(environment)} (${failed.length} failed, ${pending.length} pending)`];
  });
  if (undone.length > 0) {
    const but = 'Environments are up-to-date, but some environments have non-successful commit statuses';
    return health('Healthy', `${but}: ${undone.join(', ')}.`);
  }
  const commit = shortSha(drySha(first, 'proposed'));
  return health('Healthy', `All environments are up-to-date on commit '${commit}'. ${hydratedText(first)}`);
}
