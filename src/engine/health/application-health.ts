/** Health of an Application from its resources (features D1 to D3, D11). */
import type { ObjectKey } from '../../kube/object/kube-object.ts';
import { type Health, health, isWorse } from './health.ts';

/** One managed resource as the roll-up sees it. Hooks and skipped objects are left out by the caller. */
export interface ResourceHealth {
  readonly key: ObjectKey;
  readonly live: boolean;
  /** Undefined: nothing judges the kind. */
  readonly health: Health | undefined;
  /** Annotation `argocd.argoproj.io/ignore-healthcheck: "true"` on the live object. */
  readonly ignored: boolean;
  /** The Application itself, as one of its own resources. */
  readonly self: boolean;
}

/**
 * The worst health of the live resources. Missing only where none of the resources is live: a single missing one shows as
 * OutOfSync. The message names up to three resources that the verdict comes from.
 */
export function applicationHealth(resources: readonly ResourceHealth[]): Health {
  const counted = resources.filter(counts);
  let worst: Health['status'] = 'Healthy';
  for (const { health: own } of counted) {
    if (own !== undefined && isWorse(own.status, worst)) worst = own.status;
  }
  if (resources.length > 0 && resources.every(({ live }) => !live) && isWorse('Missing', worst)) {
    return health('Missing');
  }
  if (worst === 'Healthy') return health('Healthy');
  return health(worst, causes(counted.filter(({ health: own }) => own?.status === worst)));
}

function counts(resource: ResourceHealth): boolean {
  if (!resource.live || resource.ignored || resource.self || resource.health === undefined) return false;
  const childApplication = resource.key.group === 'argoproj.io' && resource.key.kind === 'Application';
  const status = resource.health.status;
  return !childApplication || (status !== 'Missing' && status !== 'Unknown');
}

function causes(resources: readonly ResourceHealth[]): string {
  const named = resources.slice(0, 3).map(({ key }) => resourceText(key));
  const more = resources.length - named.length;
  return `Caused by ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `apps/Deployment:shop/web`; without the parts that are empty. */
function resourceText(key: ObjectKey): string {
  const kind = key.group === '' ? key.kind : `${key.group}/${key.kind}`;
  return `${kind}:${key.namespace === '' ? key.name : `${key.namespace}/${key.name}`}`;
}
