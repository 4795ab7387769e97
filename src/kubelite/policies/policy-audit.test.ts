import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from '../index.ts';

const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const HEAD = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: 'small' } };
const CONFIG_MAPS = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] };

function startCluster() {
  const lines: string[] = [];
  const kubelite = createKubelite({ clock: new FakeClock(), audit: (line) => lines.push(line) });
  const headers = { authorization: [`Bearer ${kubelite.issueToken(ADMIN)}`], 'content-type': ['application/json'] };
  const post = (url: string, body: unknown) =>
    kubelite.handle({ method: 'POST', url, headers, body: Buffer.from(JSON.stringify(body)) }).status;
  return { post, annotations: () => JSON.parse(lines.at(-1) ?? '{}').annotations };
}

test('a failed validation that is only to be audited, and the annotations of its policy, are in the audit log', () => {
  const { post, annotations } = startCluster();
  const spec = {
    matchConstraints: { resourceRules: [CONFIG_MAPS] },
    validations: [{ expression: 'true' }, { expression: 'size(object.data) < 1', message: 'too big' }],
    auditAnnotations: [
      { key: 'size', valueExpression: "string(size(object.data)) + ' keys'" },
      { key: 'none', valueExpression: 'null' },
    ],
  };
  expect(post(`${ADMISSION}/validatingadmissionpolicies`, { ...HEAD, kind: 'ValidatingAdmissionPolicy', spec })).toBe(
    201,
  );
  const bound = { policyName: 'small', validationActions: ['Audit'] };
  const binding = { ...HEAD, kind: 'ValidatingAdmissionPolicyBinding', spec: bound };
  expect(post(`${ADMISSION}/validatingadmissionpolicybindings`, binding)).toBe(201);
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'b' } };
  expect(post('/api/v1/namespaces/default/configmaps', map)).toBe(201);
  const { 'validation.policy.admission.k8s.io/validation_failure': failure, ...rest } = annotations();
  const allowed = { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' };
  expect(rest).toEqual({ ...allowed, 'small/size': '1 keys' });
  expect(JSON.parse(failure)).toEqual([
    { message: 'too big', policy: 'small', binding: 'small', expressionIndex: 1, validationActions: ['Audit'] },
  ]);
});
