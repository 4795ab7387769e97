/** Health of one object and of many (features D). */

/** From best to worst in the roll-up. */
export const HEALTH_ORDER = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const;

export type HealthStatus = (typeof HEALTH_ORDER)[number];

export interface Health {
  readonly status: HealthStatus;
  /** Absent where there is nothing to say. */
  readonly message?: string;
}

export function isWorse(candidate: HealthStatus, than: HealthStatus): boolean {
  return HEALTH_ORDER.indexOf(candidate) > HEALTH_ORDER.indexOf(than);
}

/** A health, without a message where the text is empty. */
export function health(status: HealthStatus, message: string | undefined = undefined): Health {
  return message === undefined || message === '' ? { status } : { status, message };
}
