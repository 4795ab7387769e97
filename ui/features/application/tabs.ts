/** What the drawer of a resource shows; the reason of a difference comes first. */
export const TABS = ['diff', 'live', 'desired', 'events'] as const;
export type Tab = (typeof TABS)[number];
