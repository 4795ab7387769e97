import { health } from '../../health.ts';
import { conditionsIn, inGroup } from '../vocabulary/index.ts';

/** Kyverno: reason and message have to say it too. */
export const KYVERNO_IO = inGroup('kyverno.io', {
  Policy: (object) => {
    const ready = conditionsIn(object).some(
      ({ type, status, reason: why, message }) =>
        type === 'Ready' && status === 'True' && why === 'Succeeded' && message === 'Ready',
    );
    return ready ? health('Healthy', 'Policy is ready') : health('Progressing', 'Waiting for Policy to be ready');
  },
});
