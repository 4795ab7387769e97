import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyAnswers } from '../testkit/cel/policy-cases.ts';
import { randomDefinition } from '../testkit/cel/random-definitions.ts';
import { randomPolicy } from '../testkit/cel/random-policies.ts';
import { ruleAnswers } from '../testkit/cel/rule-cases.ts';
import { typeAnswer } from '../testkit/cel/type-cases.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';

/** `TIPHYS_SEED` and `TIPHYS_CASES` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 700);
const CASES = Number(process.env['TIPHYS_CASES'] ?? 30);
const seeds = Array.from({ length: CASES }, (_, index) => SEED + index);

describe.skipIf(!HAS_REAL_SERVER)('random definitions and policies beside a real server', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;
  const ours = kubeliteTarget();

  beforeAll(() => {
    server = startRealServer({ nodes: 0 });
    real = serverTarget(server);
  }, 60_000);
  afterAll(() => {
    real?.close();
    server?.stop();
  });

  test.each(seeds)('definition %i, and objects judged by it', { timeout: 60_000 }, async (seed) => {
    const one = randomDefinition(seed);
    const [theirs, mine] = [await ruleAnswers(real, one, seed), await ruleAnswers(ours, one, seed)];
    expect(mine).toEqual(theirs);
  });

  test('policies, bindings, and requests judged by them', { timeout: 200_000 }, async () => {
    const cases = seeds.map(randomPolicy);
    const [theirs, mine] = [await policyAnswers(real, cases), await policyAnswers(ours, cases)];
    for (const [index, answers] of theirs.entries())
      expect({ index, answers: mine[index] }).toEqual({ index, answers });
  });

  test.each(seeds)('warnings about the types of policy %i', { timeout: 60_000 }, async (seed) => {
    const resources = ['configmaps', 'deployments'];
    const rule = { apiGroups: ['', 'apps'], apiVersions: ['v1'], operations: ['*'], resources };
    const spec = { matchConstraints: { resourceRules: [rule] }, ...randomPolicy(seed).spec };
    const one = { name: `types-${seed}`, spec };
    expect(await typeAnswer(ours, one)).toEqual(await typeAnswer(real, one));
  });
});
