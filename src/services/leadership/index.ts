/** Who leads among the controllers of one control plane. */

export { type ClusterLeases, type ClusterLeasesOptions, createClusterLeases } from './cluster-leases.ts';
export { createElection, type Election, type ElectionOptions, LEASE_TIMING, type LeaseTiming } from './election.ts';
