import { health } from '../../health.ts';
import { byState, type Check, firstOf } from '../vocabulary/index.ts';

/** What Altinity's operators for ClickHouse tell of an installation. */

export function altinityInstallation(product: string): Check {
  return firstOf(
    [
      byState(
        'status.status',
        {
          Completed: health('Healthy', `${product} installation completed successfully`),
          InProgress: health('Progressing', `${product} installation in progress`),
        },
        (state) => health('Degraded', `${product} status: ${state}`),
      ),
    ],
    health('Progressing', `${product} status not yet available`),
  );
}
