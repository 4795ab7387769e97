/** Bounds on YAML that strangers wrote. */

export interface YamlLimits {
  /** Longest text in bytes of UTF-8. */
  readonly maxBytes?: number;
  /** Deepest nesting. */
  readonly maxDepth?: number;
  /** Most nodes of one document, with aliases written out; long text counts one per 64 characters. */
  readonly maxNodes?: number;
  /** Most nodes of one document that stand there by aliases only, counted likewise. */
  readonly maxAliased?: number;
}

/** Far above real manifests, far below what hurts: a 50 MB file is refused before it is looked at. */
export const DEFAULT_YAML_LIMITS: Required<YamlLimits> = {
  maxBytes: 32 * 1024 * 1024,
  maxDepth: 500,
  maxNodes: 2_000_000,
  maxAliased: 200_000,
};
