import { health } from '../../health.ts';
import { at, firstOf, has, inConditions, inGroup, type Rule, unlessObserved, when } from '../vocabulary/index.ts';

const UPDATING = 'Update in progress';

/** Config Connector's own two kinds tell a single flag. */
const connectorFlag: Rule = (object) => {
  const { kind } = object;
  if (kind !== 'ConfigConnector' && kind !== 'ConfigConnectorContext') return undefined;
  if (!has(object, 'status.healthy')) return undefined;
  return at(object, 'status.healthy') === true
    ? health('Healthy', `${kind} is healthy`)
    : health('Degraded', `${kind} is not healthy`);
};

/** Google Config Connector: the reason of a condition tells the state. What waits for others is Suspended. */
export const ANY_CNRM_CLOUD_GOOGLE_COM = inGroup('*.cnrm.cloud.google.com', {
  '*': firstOf(
    [
      unlessObserved(UPDATING),
      connectorFlag,
      inConditions(
        when('*=True:UpToDate', 'Healthy'),
        when('*:UpdateFailed', 'Degraded'),
        when('*:DependencyNotFound', 'Degraded'),
        when('*:DependencyNotReady', 'Suspended'),
      ),
    ],
    health('Progressing', UPDATING),
  ),
});
