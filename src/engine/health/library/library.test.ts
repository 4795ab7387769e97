import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { HEALTH_ORDER, health } from '../health.ts';
import { healthOf } from '../health-of.ts';
import { LIBRARY_CHECKS, libraryCheck } from './index.ts';

const GRAFANA_ORG = 'grafana-org-operator.kubitus-project.gitlab.io';
const MEMBERS = LIBRARY_CHECKS.map((check) => [`${check.groups.join()}/${check.kind}`, check] as const);

describe('finding a check', () => {
  test.each([
    ['by its name', 'cert-manager.io', 'Certificate', 'cert-manager.io', 'Certificate'],
    ['any kind of a group', GRAFANA_ORG, 'GrafanaOrganization', GRAFANA_ORG, '*'],
    ['any group with a suffix', 'ec2.aws.upbound.io', 'VPC', '*.upbound.io', '*'],
    ['its own before that of the suffix', 'iam.aws.crossplane.io', 'Role', 'iam.aws.crossplane.io', 'Role'],
    ['another kind of that group', 'iam.aws.crossplane.io', 'User', '*.crossplane.io', '*'],
  ])('%s', (_reason, group, kind, foundGroup, foundKind) => {
    expect(libraryCheck(group, kind)).toMatchObject({ groups: [foundGroup], kind: foundKind });
  });

  test.each([
    ['a kind of the core group', '', 'Pod'],
    ['a group that only ends alike', 'notupbound.io', 'VPC'],
    ['a child Application: users bring a check of their own', 'argoproj.io', 'Application'],
    ['the name of a prototype', 'argoproj.io', 'constructor'],
  ])('none for %s', (_reason, group, kind) => {
    expect(libraryCheck(group, kind)).toBeUndefined();
  });

  test('no kind has two', () => {
    expect(new Set(MEMBERS.map(([name]) => name)).size).toBe(MEMBERS.length);
  });
});

test('the own check of an installation wins, deletion before both', () => {
  const sealed = { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', metadata: { name: 's' } };
  expect(healthOf(sealed)).toEqual(health('Progressing', 'Waiting for Sealed Secret to be decrypted'));
  expect(healthOf(sealed, () => ({ health: health('Healthy', 'mine') }))).toEqual(health('Healthy', 'mine'));
  const deleted = { ...sealed, metadata: { name: 's', deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(healthOf(deleted)).toEqual(health('Progressing', 'Pending deletion'));
});

/** Names that statuses have, and some that objects of JavaScript have without being asked. */
const NAMES = fc.constantFrom(
  ...[
    'status',
    'conditions',
    'type',
    'reason',
    'message',
    'phase',
    'state',
    'health',
    'observedGeneration',
    'replicas',
  ],
  ...['parents', 'ancestors', 'listeners', 'statuses', 'environments', 'active', 'proposed', 'dry', 'sha', 'ceph'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '0'],
);

const WORDS = fc.constantFrom(
  ...['True', 'False', 'Unknown', 'Ready', 'Synced', 'Accepted', 'Failed', 'Running', 'Progressing', 'constructor', ''],
);

const { status: anyStatus } = fc.letrec<{ status: Json }>((tie) => ({
  status: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(WORDS, fc.integer(), fc.boolean(), fc.constant(null), fc.double(), fc.bigInt()),
    fc.array(tie('status'), { maxLength: 3 }),
    fc.dictionary(NAMES, tie('status'), { maxKeys: 6, noNullPrototype: false }),
  ),
}));

describe('whatever stands in an object', () => {
  test.each(MEMBERS)('%s gives the same verdict each time', (_name, { groups: [group = ''], kind, check }) => {
    fc.assert(
      fc.property(anyStatus, anyStatus, fc.option(fc.integer()), (status, spec, generation) => {
        const object = {
          apiVersion: `${group.replace('*', 'any')}/v1`,
          kind: kind === '*' ? 'Anything' : kind,
          metadata: { name: 'x', ...(generation === null ? {} : { generation }) },
          ...(spec === null ? {} : { spec }),
          status,
        } as unknown as KubeObject;
        const verdict = check(object, 0);
        expect(HEALTH_ORDER).toContain(verdict.status);
        expect(['undefined', 'string']).toContain(typeof verdict.message);
        expect(check(object, 0)).toEqual(verdict);
      }),
      { numRuns: 60 },
    );
  });

  test.each(MEMBERS)('%s judges an object without any status', (_name, { check, kind }) => {
    expect(HEALTH_ORDER).toContain(check({ apiVersion: 'x/v1', kind, metadata: {} } as KubeObject).status);
  });
});
