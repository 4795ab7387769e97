import { health } from '../../health.ts';
import { byState, firstOf, inGroup } from '../vocabulary/index.ts';

/** Jaeger. */
export const JAEGERTRACING_IO = inGroup('jaegertracing.io', {
  Jaeger: firstOf(
    [
      byState('status.phase', {
        Running: health('Healthy', 'Jaeger is Running'),
        Failed: health('Degraded', 'Jaeger Failed For Some Reason'),
      }),
    ],
    health('Progressing', 'Waiting for Jaeger'),
  ),
});
