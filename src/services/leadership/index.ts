/** Who leads among the controllers of one control plane. */
export { createElection, type Election, type ElectionOptions, LEASE_TIMING, type LeaseTiming } from './election.ts';
