import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, judgedBy, when } from '../vocabulary/index.ts';

/** Organizations of Grafana and what is in them. */
export const GRAFANA_ORG_OPERATOR = inGroup('grafana-org-operator.kubitus-project.gitlab.io', {
  '*': firstOf([judgedBy('Ready'), inConditions(when('Ready', 'Progressing'))], health('Progressing', 'Waiting ...')),
});
