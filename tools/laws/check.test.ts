import { expect, test } from 'vitest';
import { brokenLaws } from './check.ts';

const cases: readonly { name: string; path: string; text: string; broken: string[] }[] = [
  {
    name: 'a lower layer may be imported',
    path: 'src/engine/a/b.ts',
    text: "import { x } from '../../base/errors.ts';",
    broken: [],
  },
  {
    name: 'an upper layer may not, import type included',
    path: 'src/base/a.ts',
    text: "import type { X } from '../engine/x.ts';",
    broken: ['src/base/a.ts: may not import src/engine/x.ts'],
  },
  {
    name: 'services never import one another',
    path: 'src/services/live/a.ts',
    text: "export { x } from '../source/x.ts';",
    broken: ['src/services/live/a.ts: may not import src/services/source/x.ts'],
  },
  {
    name: 'the test kit is for tests only',
    path: 'src/services/live/a.ts',
    text: "import { x } from '../../testkit/x.ts';",
    broken: ['src/services/live/a.ts: may not import src/testkit/x.ts'],
  },
  {
    name: 'a test may use the test kit',
    path: 'src/services/live/a.test.ts',
    text: "import { x } from '../../testkit/x.ts';",
    broken: [],
  },
  {
    name: 'a test may join neighbours',
    path: 'src/services/live/a.test.ts',
    text: "import { x } from '../source/x.ts';",
    broken: [],
  },
  {
    name: 'transport sees only rbac of the engine',
    path: 'src/transport/a.ts',
    text: "import { x } from '../engine/sync/x.ts';",
    broken: ['src/transport/a.ts: may not import src/engine/sync/x.ts'],
  },
  {
    name: 'pure folders touch no file system',
    path: 'src/render/a.ts',
    text: "import { readFileSync } from 'node:fs';",
    broken: ['src/render/a.ts: pure folders do not import node:fs'],
  },
  {
    name: 'pure folders read no clock',
    path: 'src/engine/a.ts',
    text: 'const now = Date.now();',
    broken: ['src/engine/a.ts: pure folders read no clock, environment or randomness: const now = Date.now();'],
  },
  { name: 'empty names', path: 'src/base/utils.ts', text: '', broken: ['src/base/utils.ts: "utils" says nothing'] },
  {
    name: 'long files',
    path: 'src/base/a.ts',
    text: '\n'.repeat(501),
    broken: ['src/base/a.ts: 501 lines, at most 500'],
  },
];

test.each(cases)('$name', ({ path, text, broken }) => {
  expect(brokenLaws([{ path, text }])).toEqual(broken);
});
