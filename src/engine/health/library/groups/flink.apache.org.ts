import { health } from '../../health.ts';
import { at, byState, firstOf, inGroup, inItsWords, type Rule, text, without } from '../vocabulary/index.ts';

const DEPLOYING = health('Progressing', 'Waiting for deploying');

/** Version 0.1 of the operator tells success by a flag, later ones by a state. */
const isDeployed: Rule = (object) => {
  const done =
    at(object, 'status.reconciliationStatus.success') === true ||
    text(object, 'status.reconciliationStatus.state') === 'DEPLOYED';
  return done ? health('Healthy') : undefined;
};

/** Apache Flink. */
export const FLINK_APACHE_ORG = inGroup('flink.apache.org', {
  FlinkDeployment: firstOf(
    [
      without('status.reconciliationStatus', health('Progressing', 'Waiting for Flink operator')),
      isDeployed,
      byState('status.jobManagerDeploymentStatus', {
        DEPLOYED_NOT_READY: DEPLOYING,
        DEPLOYING,
        ERROR: inItsWords('Degraded', 'status.reconciliationStatus.error'),
      }),
    ],
    health('Progressing', 'Waiting for Flink operator'),
  ),
});
