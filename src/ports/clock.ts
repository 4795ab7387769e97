/** Re-exported so that services find every port in one folder. */
export type { Clock, Instant, Timer } from '../base/clock.ts';
