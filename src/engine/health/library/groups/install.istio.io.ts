import { type Health, health } from '../../health.ts';
import { at, inGroup } from '../vocabulary/index.ts';

/** In the order of the numbers that older versions write instead of the names. */
const STATES: readonly (readonly [name: string, verdict: Health])[] = [
  ['NONE', health('Unknown', 'Component is not present.')],
  ['UPDATING', health('Progressing', 'Component is being updated to a different version.')],
  [
    'RECONCILING',
    health('Progressing', 'Controller has started but not yet completed reconciliation loop for the component.'),
  ],
  ['HEALTHY', health('Healthy', 'Component is healthy.')],
  ['ERROR', health('Degraded', 'Component is in an error state.')],
];

/** Istio. */
export const INSTALL_ISTIO_IO = inGroup('install.istio.io', {
  IstioOperator: (object) => {
    const state = at(object, 'status.status');
    const found = STATES.find(([name], number) => state === name || state === number);
    return found?.[1] ?? health('Progressing', 'Waiting for Istio Control Plane');
  },
});
