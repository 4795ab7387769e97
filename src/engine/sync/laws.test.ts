import fc from 'fast-check';
import { expect, test } from 'vitest';
import { playSync } from '../../testkit/sync-sketch.ts';

const PHASES = ['', 'PreSync', 'Sync', 'PostSync', 'SyncFail'] as const;
const KINDS = ['ConfigMap', 'Secret', 'Deployment', 'Gate'] as const;

/** One line of a sketch; names follow from the place in the list, so that none is there twice. */
const line = fc.record({
  kind: fc.constantFrom(...KINDS),
  hook: fc.constantFrom(...PHASES),
  wave: fc.integer({ min: -2, max: 2 }),
  policy: fc.constantFrom('', 'HookSucceeded', 'HookFailed', 'BeforeHookCreation'),
  health: fc.constantFrom('', 'Healthy', 'Progressing', 'Degraded'),
  fails: fc.boolean(),
  live: fc.boolean(),
});
type Line = typeof line extends fc.Arbitrary<infer T> ? T : never;

function sketchOf(lines: readonly Line[], shuffle: (count: number) => readonly number[]): string {
  const texts = lines.map((it, at) => {
    const words = [
      ...(it.live && it.hook === '' ? ['live'] : []),
      `${it.kind}/o${at}`,
      `wave=${it.wave}`,
      ...(it.hook === '' ? [] : [`hook=${it.hook}`]),
      ...(it.policy === '' ? [] : [`policy=${it.policy}`]),
      ...(it.health === '' ? [] : [`health=${it.health}`]),
      ...(it.fails ? ['fails=no'] : []),
    ];
    return words.join(' ');
  });
  return shuffle(texts.length)
    .map((at) => texts[at] ?? '')
    .join('\n');
}

const inOrder = (count: number) => Array.from({ length: count }, (_, at) => at);
const reversed = (count: number) => inOrder(count).reverse();

test('every sync ends or waits, and nothing is applied twice', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.boolean(), (lines, prune) => {
      const { trace } = playSync(sketchOf(lines, inOrder), { prune });
      expect(trace.at(-1)).toMatch(/^(Succeeded|Failed): |^waiting for /);
      const applied = trace.filter((text) => text.startsWith('apply ')).flatMap((text) => text.split(' ').slice(1));
      expect(applied).toEqual([...new Set(applied)]);
    }),
  );
});

test('the order of the manifests changes nothing', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      expect(playSync(sketchOf(lines, reversed), { prune: true }).trace).toEqual(
        playSync(sketchOf(lines, inOrder), { prune: true }).trace,
      );
    }),
  );
});

test('without failures phases and waves come in order', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const healthy = lines.map((it) => ({ ...it, fails: false, live: false, health: '' as const }));
      const { trace } = playSync(sketchOf(healthy, inOrder));
      const ranks = trace
        .filter((text) => text.startsWith('apply '))
        .flatMap((text) => text.split(' ').slice(1))
        .map((name) => healthy[Number(name.split('/o')[1])])
        .map((it) => (it === undefined ? 0 : PHASES.indexOf(it.hook === '' ? 'Sync' : it.hook) * 10 + it.wave));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      expect(trace.at(-1)).toMatch(/^Succeeded: /);
    }),
  );
});
