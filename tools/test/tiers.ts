/** Which test files belong to which tier. A file's tier is written in its name: `x.chaos.test.ts`; without one it is an everyday test. */
export const TIERS: Readonly<
  Record<string, { readonly include: readonly string[]; readonly exclude: readonly string[] }>
> = {
  everyday: {
    include: ['{src,tools,e2e,bench}/**/*.test.ts', 'ui/**/*.test.{ts,tsx}'],
    exclude: ['**/*.{conformance,chaos,soak,fuzz}.test.ts'],
  },
  conformance: { include: ['**/*.conformance.test.ts'], exclude: [] },
  chaos: { include: ['**/*.chaos.test.ts'], exclude: [] },
  soak: { include: ['**/*.soak.test.ts'], exclude: [] },
  fuzz: { include: ['**/*.fuzz.test.ts'], exclude: [] },
};
