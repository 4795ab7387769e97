import { type HealthStatus, health } from '../../health.ts';
import { at, type Check, type Condition, conditionsIn, has, inGroup, text } from '../vocabulary/index.ts';

const GRAFANA: Check = (object) => {
  const outcome = text(object, 'status.stageStatus');
  const stage = text(object, 'status.stage');
  if (outcome === undefined) return health('Progressing', 'Waiting for Grafana status info');
  if (outcome === 'failed') return health('Degraded', `Failed at stage ${stage ?? ''}`);
  return outcome === 'success' && stage === 'complete' ? health('Healthy') : health('Progressing', stage);
};

/** Before the operator knows a datasource it has an empty UID. */
const DATASOURCE: Check = (object) => {
  if (!has(object, 'status') || text(object, 'status.uid') === '') return health('Progressing');
  return at(object, 'status.NoMatchingInstances') === true
    ? health('Degraded', "can't find matching grafana instance")
    : health('Healthy');
};

/** All that the conditions say up to the first that failed. `badWhenTrue`: the one that tells a failure by True. */
function byAllConditions(badWhenTrue: string | undefined): Check {
  return (object) => {
    const said: string[] = [];
    let verdict: HealthStatus = 'Progressing';
    for (const condition of conditionsIn(object)) {
      if (condition.status === undefined) continue;
      said.push(sentence(condition));
      const bad = condition.type === badWhenTrue ? 'True' : 'False';
      if (condition.status === bad) return health('Degraded', joined(said));
      if (condition.status === 'True') verdict = 'Healthy';
    }
    return health(verdict, joined(said));
  };
}

function sentence({ type, reason: why, message }: Condition): string {
  if (why === undefined || type === undefined) return why ?? '';
  return `${why} for ${type}${message === undefined ? '' : ` because ${message}`}`;
}

/** With a comma only after words. */
function joined(said: readonly string[]): string {
  return said.reduce((before, next) => (before === '' ? next : `${before}, ${next}`), '');
}

/** Grafana operator. The operator tells that two UIDs differ by a condition that is good when False. */
export const GRAFANA_INTEGREATLY_ORG = inGroup('grafana.integreatly.org', {
  Grafana: GRAFANA,
  GrafanaDashboard: byAllConditions(undefined),
  GrafanaDatasource: DATASOURCE,
  GrafanaFolder: byAllConditions('FolderUIDMismatch'),
});
