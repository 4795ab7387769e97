import { compareBytes } from '../../../../base/json/byte-order.ts';
import { health } from '../../health.ts';
import { type Check, type Condition, conditionsIn, has, inGroup, text } from '../vocabulary/index.ts';

/** The oldest condition that is True decides; those that tell no time come last. */
const KEYCLOAK: Check = (object) => {
  if (!has(object, 'status.conditions')) {
    return health('Progressing', 'Waiting for Keycloak status conditions to exist');
  }
  const decisive = [...conditionsIn(object)]
    .sort((left, right) => compareBytes(timeOf(left), timeOf(right)))
    .find(({ type, status }) => status === 'True' && (type === 'Ready' || type === 'HasErrors'));
  if (decisive === undefined) return health('Progressing');
  return decisive.type === 'Ready' ? health('Healthy') : health('Degraded', `Has Errors: ${decisive.message ?? ''}`);
};

function timeOf({ entry }: Condition): string {
  return text(entry, 'lastTransitionTime') ?? '\u{10ffff}';
}

/** Keycloak operator. */
export const K8S_KEYCLOAK_ORG = inGroup('k8s.keycloak.org', { Keycloak: KEYCLOAK });
