/**
 * Several controllers may run for one control plane; one of them leads and writes. Implemented by `services/leadership` over a
 * Lease. The fence asks own deadlines only, so that who lost the lead without hearing of it stops writing in time.
 */

export interface Fence {
  /** Throws `leadership.lost` (transient) unless a write may be begun now. Asks nobody. */
  check(): void;
}

export interface Leadership extends Fence {
  /** Whether `check` would let a write pass. */
  leads(): boolean;
  /**
   * Told whenever the lead begins, also after it was lost for a while: over one cluster, or over all. Returns the
   * unsubscription.
   */
  onLead(listener: (server?: string) => void): () => void;
  /** Where several controllers share the clusters: the lead over one of them. Absent: one leads all. */
  of?(server: string): Leadership;
}
