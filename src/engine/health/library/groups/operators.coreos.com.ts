import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import { numberedConditions } from '../families/numbered-conditions.ts';
import { type Check, type Condition, conditionsIn, has, inGroup, text } from '../vocabulary/index.ts';

const BROKEN: readonly string[] = ['CatalogSourcesUnhealthy', 'InstallPlanFailed', 'ResolutionFailed'];

/** Nobody is to approve an upgrade of what is installed for the subscription to be healthy. */
function awaitsApproval(object: KubeObject): boolean {
  const manual = text(object, 'spec.installPlanApproval') === 'Manual' && has(object, 'status.installedCSV');
  return (
    manual && conditionsIn(object).some((condition) => isPending(condition) && condition.reason === 'RequiresApproval')
  );
}

function isPending({ type, status }: Condition): boolean {
  return type === 'InstallPlanPending' && status === 'True';
}

function isBroken({ type = '', status, reason: why }: Condition): boolean {
  if (type === 'InstallPlanMissing') return why !== 'ReferencedInstallPlanNotFound';
  return status === 'True' && BROKEN.includes(type);
}

interface StateVerdict {
  readonly line: string;
  readonly pending: boolean;
  readonly broken: boolean;
}

function byOwnState(object: KubeObject, approves: boolean): StateVerdict {
  const state = text(object, 'status.state');
  if (state === undefined) return { line: '.status.state not yet known\n', pending: true, broken: false };
  const shownState = approves && state === 'UpgradePending' ? 'AtLatestKnown' : state;
  return {
    line: `.status.state is '${shownState}'\n`,
    pending: ['', 'UpgradeAvailable', 'UpgradePending'].includes(shownState),
    broken: state === 'UpgradeFailed',
  };
}

const SUBSCRIPTION: Check = (object) => {
  if (!has(object, 'status.conditions')) {
    return health('Progressing', 'An install plan for a subscription is pending installation');
  }
  const approves = awaitsApproval(object);
  const counts = ({ type }: Condition) => !approves || type !== 'InstallPlanPending';
  const conditions = conditionsIn(object);
  const state = byOwnState(object, approves);
  const message = `${numberedConditions(conditions, counts)}${state.line}`;
  const counted = conditions.filter(counts);
  if (state.broken || counted.some(isBroken)) return health('Degraded', message);
  return health(state.pending || counted.some(isPending) ? 'Progressing' : 'Healthy', message);
};

/** Operator Lifecycle Manager. */
export const OPERATORS_COREOS_COM = inGroup('operators.coreos.com', { Subscription: SUBSCRIPTION });
