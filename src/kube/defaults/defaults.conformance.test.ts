import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { kubeFacts } from '../../testkit/kube-facts.ts';
import { decodeTyped, emptyObject } from '../builtin/decode.ts';
import { structOfKind } from '../builtin/type-table.ts';
import { BUILTIN_SCHEMAS } from '../merge-schema/builtin-schema.ts';
import { UNTYPED } from '../merge-schema/merge-schema.ts';
import { resetFields } from '../patch/apply/reset-fields.ts';
import { trackUpdate } from '../patch/apply/track-update.ts';
import { prepareCreate } from './prepare-create.ts';
import { setDefaults } from './set-defaults.ts';

interface Case {
  readonly case: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
}

const INPUT = {
  uid: 'UID',
  now: 'TIME',
  clusterIp: () => 'CLUSTER_IP',
  nodePort: () => 'NODE_PORT' as unknown as number,
  podSuffix: () => 'RANDOM',
  defaultStorageClass: 'standard',
};

/** What depends on other objects, on the user, or on a random name. */
const ELSEWHERE = new Set([
  'Pod: generated name',
  'Pod: volumes',
  'Pod: scheduling',
  'Pod: runtime class',
  'CertificateSigningRequest: client',
  'CertificateSigningRequest: own signer',
  'SelfSubjectAccessReview: non-resource',
  'SelfSubjectReview: minimal',
  'TokenReview: wrong token',
]);

const cases = ((kubeFacts('defaults') ?? []) as readonly Case[]).filter(
  ({ request }) => structOfKind(String(request['apiVersion']), String(request['kind'])) !== undefined,
);

function decoded(request: JsonObject): JsonObject {
  const struct = structOfKind(String(request['apiVersion']), String(request['kind']));
  if (struct === undefined) throw new Error('no built-in kind');
  return setDefaults(decodeTyped(request, struct).object, struct);
}

function managedFields(request: JsonObject): Json {
  const [apiVersion, kind] = [String(request['apiVersion']), String(request['kind'])];
  const ignored = resetFields({ apiVersion, kind, subresource: '' });
  return trackUpdate({
    before: emptyObject(apiVersion, kind),
    after: decoded(request),
    creates: true,
    schema: BUILTIN_SCHEMAS.schemaOf(apiVersion, kind) ?? UNTYPED,
    writer: { name: 'facts', apiVersion, subresource: '' },
    now: 'TIME',
    ...(ignored && { ignored }),
  });
}

/** Without what every create gets. */
function withoutIdentity(object: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const { managedFields: _, uid: __, generation: ___, creationTimestamp: ____, namespace: _____, ...rest } = metadata;
  return { ...object, metadata: rest };
}

describe.skipIf(cases.length === 0)('as a real API server answers', () => {
  test.each(cases)('managed fields of $case', ({ case: name, request, response }) => {
    if (name.startsWith('CertificateSigningRequest')) return;
    const metadata = isObject(response['metadata']) ? response['metadata'] : {};
    expect(managedFields(request)).toEqual(metadata['managedFields'] ?? []);
  });

  test.each(cases.filter((one) => !ELSEWHERE.has(one.case)))('object of $case', ({ request, response }) => {
    expect(withoutIdentity(prepareCreate(decoded(request), INPUT))).toEqual(withoutIdentity(response));
  });
});
