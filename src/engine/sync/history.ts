/** `status.history`: what was deployed, oldest first. Source: features row C26, recording of the history limit. */
export const DEFAULT_HISTORY_LIMIT = 10;

export interface HistoryEntry {
  readonly id: number;
}

/** Adds an entry under the next id and keeps the newest `limit`; 0 keeps none. */
export function withHistoryEntry<Entry extends HistoryEntry>(
  history: readonly Entry[],
  entry: (id: number) => Entry,
  limit: number | undefined,
): readonly Entry[] {
  const last = history.at(-1);
  const grown = [...history, entry(last === undefined ? 0 : last.id + 1)];
  const keep = Math.max(0, limit ?? DEFAULT_HISTORY_LIMIT);
  return keep >= grown.length ? grown : grown.slice(grown.length - keep);
}
