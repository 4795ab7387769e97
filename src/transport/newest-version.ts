/** The version of a list that is put together from a cache. */
interface Versioned {
  readonly metadata: { readonly resourceVersion?: string };
}

/** Where a watch starts that shall miss nothing of this list. */
export function newestVersion(items: readonly Versioned[]): string {
  return String(items.reduce((newest, { metadata }) => Math.max(newest, Number(metadata.resourceVersion ?? 0)), 0));
}
