/**
 * Asks a real API server, which it starts, what it makes of CEL, and keeps the answers beside the cases:
 * `node bin/node.mjs tools/record/cel-answers.ts [expressions|rules|policies|types ...]`. A new case is one without answers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type ExpressionCase, expressionAnswers } from '../../src/testkit/cel/expression-cases.ts';
import { type PolicyCase, policyAnswers } from '../../src/testkit/cel/policy-cases.ts';
import { type RuleCase, ruleAnswers } from '../../src/testkit/cel/rule-cases.ts';
import { type TypeCase, typeAnswer } from '../../src/testkit/cel/type-cases.ts';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';

const asked = process.argv.slice(2);
const server = startRealServer();
const target = serverTarget(server);
try {
  await remake(
    'expressions',
    '../../src/kube/cel/testdata/expressions.json',
    async (cases: readonly ExpressionCase[]) =>
      expressionAnswers(
        target,
        cases.map(({ expression }) => expression),
      ),
  );
  await remake('rules', '../../src/kubelite/testdata/cel-rules.json', async (cases: readonly RuleCase[]) => {
    const made: RuleCase[] = [];
    for (const [index, one] of cases.entries()) made.push({ ...one, answers: await ruleAnswers(target, one, index) });
    return made;
  });
  await remake('policies', '../../src/kubelite/testdata/cel-policies.json', async (cases: readonly PolicyCase[]) => {
    const answers = await policyAnswers(target, cases);
    return cases.map((one, index) => ({ ...one, answers: answers[index] ?? [] }));
  });
  await remake('types', '../../src/kubelite/testdata/cel-types.json', async (cases: readonly TypeCase[]) => {
    const made: TypeCase[] = [];
    for (const one of cases) made.push({ ...one, answer: await typeAnswer(target, one) });
    return made;
  });
} finally {
  target.close();
  server.stop();
}

async function remake<T>(name: string, path: string, answer: (cases: readonly T[]) => Promise<readonly T[]>) {
  if (asked.length > 0 && !asked.includes(name)) return;
  const file = new URL(path, import.meta.url);
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly T[];
  const lines = (await answer(cases)).map((one) => JSON.stringify(one));
  writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`);
}
