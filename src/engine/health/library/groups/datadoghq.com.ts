import { health } from '../../health.ts';
import { byCondition, firstOf, inGroup, messageOr, when } from '../vocabulary/index.ts';

const failing = when('Error=True', 'Degraded', ({ reason: why = '', message = 'DatadogMetric reported an error' }) => {
  return why === '' ? message : `${why}: ${message}`;
});

/** Datadog. */
export const DATADOGHQ_COM = inGroup('datadoghq.com', {
  DatadogMetric: firstOf(
    [byCondition(failing, when('Valid=False', 'Degraded', messageOr('DatadogMetric is not valid')))],
    health('Healthy', 'DatadogMetric is healthy'),
  ),
});
