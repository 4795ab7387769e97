/** Order of resource versions: decimal numbers of any size (Kubernetes API concepts, "Resource versions", since 1.35). */

/** Negative, zero or positive. The empty text comes first. */
export function compareVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
