/** Which test files belong to which tier. A file's tier is written in its name: `x.chaos.test.ts`; without one it is an everyday test. */

export interface Tier {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Files that have the machine to themselves, after the others, which run two at a time. Without it all run one by one. */
  readonly alone?: readonly string[];
  /** A tier that runs afterwards, in a process of its own, and counts together. */
  readonly next?: string;
  /** Wants a real kubectl. */
  readonly kubectl?: true;
}

export const TIERS: Readonly<Record<string, Tier>> = {
  everyday: {
    include: ['{src,tools,bench,e2e}/**/*.test.ts', 'ui/**/*.test.{ts,tsx}'],
    exclude: ['**/*.{conformance,chaos,soak,fuzz,browser}.test.ts'],
    alone: ['**/*.alone.test.ts'],
    next: 'browser',
    kubectl: true,
  },
  browser: { include: ['**/*.browser.test.ts'], exclude: [] },
  conformance: { include: ['**/*.conformance.test.ts'], exclude: [], kubectl: true },
  chaos: { include: ['**/*.chaos.test.ts'], exclude: [], kubectl: true },
  soak: { include: ['**/*.soak.test.ts'], exclude: [] },
  fuzz: { include: ['**/*.fuzz.test.ts'], exclude: [] },
};
