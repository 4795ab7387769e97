import type { Leadership } from '../ports/leadership.ts';

/** The lead of a controller that nobody else competes with. */
export const soleLeader: Leadership = {
  check: () => undefined,
  leads: () => true,
  onLead: () => () => undefined,
};
