import { type Health, health } from '../../health.ts';
import { at, type Check, has, inGroup, shown, text } from '../vocabulary/index.ts';

const REPLICAS = /(?<ready>[0-9]+)\/(?<total>[0-9]+)/;

function byReplicas(replicas: string, isDaemonSet: boolean): Health {
  const { ready = '', total = '' } = REPLICAS.exec(replicas)?.groups ?? {};
  if (ready === '') return health('Progressing', `Unable to parse replica status: ${replicas}`);
  if (Number(ready) === 0) {
    return isDaemonSet && Number(total) === 0
      ? health('Healthy', 'DaemonSet has no schedulable nodes (0/0)')
      : health('Degraded', 'No replicas are ready');
  }
  return Number(ready) === Number(total)
    ? health('Healthy', 'All replicas are ready')
    : health('Progressing', 'Replicas are starting up');
}

/** The operator tells its replicas as a text, `2/3`. A sidecar has none of its own. */
const COLLECTOR: Check = (object) => {
  if (!has(object, 'status')) return health('Progressing', 'Waiting for OpenTelemetry Collector status');
  const mode = text(object, 'spec.mode');
  const replicas = at(object, 'status.scale.statusReplicas');
  if (replicas !== undefined) return byReplicas(shown(replicas), mode === 'daemonset');
  return mode === 'sidecar'
    ? health('Healthy', 'Collector is running in sidecar mode')
    : health('Progressing', 'Scale status not available');
};

/** OpenTelemetry operator. */
export const OPENTELEMETRY_IO = inGroup('opentelemetry.io', { OpenTelemetryCollector: COLLECTOR });
