import { health } from '../../health.ts';
import { type Check, conditionsIn, firstOf, inGroup, judgedBy, text } from '../vocabulary/index.ts';

/** Conditions are appended here: the last one counts. */
const CLUSTER_EXTERNAL_SECRET: Check = (object) => {
  const { type, status, message } = conditionsIn(object).at(-1) ?? {};
  if (status === 'True' && type === 'Ready') return health('Healthy', message);
  if (status === 'True' && (type === 'PartiallyReady' || type === 'NotReady')) return health('Degraded', message);
  return health('Progressing', 'Waiting for ClusterExternalSecret');
};

/** Where secrets are read anew only on a change, a condition from before the last refresh says nothing. */
const EXTERNAL_SECRET: Check = (object) => {
  const onChange = text(object, 'spec.refreshPolicy') === 'OnChange';
  const refreshed = text(object, 'status.refreshTime') ?? '';
  for (const { type, status, message, entry } of conditionsIn(object)) {
    if (type !== 'Ready') continue;
    if (onChange && (text(entry, 'lastTransitionTime') ?? '') < refreshed) continue;
    if (status === 'False') return health('Degraded', message);
    return health('Healthy', status === 'True' ? message : undefined);
  }
  return health('Progressing', 'Waiting for ExternalSecret');
};

/** External Secrets Operator. */
export const EXTERNAL_SECRETS_IO = inGroup('external-secrets.io', {
  ClusterExternalSecret: CLUSTER_EXTERNAL_SECRET,
  ClusterSecretStore: firstOf([judgedBy('Ready')], health('Progressing', 'Waiting for ClusterSecretStore')),
  ExternalSecret: EXTERNAL_SECRET,
  PushSecret: firstOf([judgedBy('Ready')], health('Progressing', 'Waiting for PushSecret')),
  SecretStore: firstOf([judgedBy('Ready')], health('Progressing', 'Waiting for SecretStore')),
});
