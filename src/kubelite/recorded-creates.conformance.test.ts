import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../base/json-value.ts';
import { BUILTIN_RESOURCES } from '../kube/builtin/resources.ts';
import { FakeClock } from '../testkit/fake-clock.ts';
import { kubeFacts } from '../testkit/kube-facts.ts';
import { ADMIN, createKubelite } from './index.ts';
import recorded from './testdata/requests.json' with { type: 'json' };

interface Case {
  readonly case: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly warnings?: readonly string[];
}

const cases = (kubeFacts('defaults') ?? []) as readonly Case[];
/** What is answered otherwise, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'Pod: volumes': 'trust bundles are a feature that is off in the recording',
  'CertificateSigningRequest: client': 'nobody signs here',
  'CertificateSigningRequest: own signer': 'nobody signs here',
  'SelfSubjectReview: minimal': 'the recording used a client certificate, whose hash it shows',
};

const kubelite = createKubelite({ clock: new FakeClock(), authorization: 'rbac', controllers: false });
const token = kubelite.issueToken(ADMIN);

function post(object: JsonObject, dryRun: boolean) {
  const { apiVersion, kind, metadata } = object as {
    apiVersion: string;
    kind: string;
    metadata?: { namespace?: string };
  };
  const found = BUILTIN_RESOURCES.find((entry) => entry.apiVersion === apiVersion && entry.resource.kind === kind);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = found?.resource.namespaced === false ? '' : `/namespaces/${metadata?.namespace ?? 'facts'}`;
  const plural = found?.resource.name ?? `${kind.toLowerCase()}s`;
  const answer = kubelite.handle({
    method: 'POST',
    url: `${root}${namespace}/${plural}?fieldManager=facts${dryRun ? '&dryRun=All' : ''}`,
    headers: { authorization: [`Bearer ${token}`] },
    body: Buffer.from(JSON.stringify(object)),
  });
  return { status: answer.status, body: answer.kind === 'full' ? JSON.parse(answer.body.toString()) : undefined };
}

for (const object of recorded.prerequisites) post(object as unknown as JsonObject, false);
post({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } }, false);
post(
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'x',
  },
  false,
);

/** What differs from run to run stands in capitals, as in the recording. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"/g, '"TIME"')
    .replace(/kube-api-access-\w+/g, 'kube-api-access-RANDOM')
    .replace(/"10\.96\.\d+\.\d+"/g, '"CLUSTER_IP"')
    .replace(/"(n|healthCheckN)odePort":3\d{4}/g, '"$1odePort":"NODE_PORT"')
    .replace(/"generated-\w+"/g, '"generated-RANDOM"');
  return JSON.parse(text);
}

describe.skipIf(cases.length === 0)('objects as a real API server answers their creation', () => {
  test.each(cases.filter((one) => !Object.hasOwn(OTHERWISE, one.case)))('$case', ({ request, response }) => {
    const answer = post(request, true);
    expect(plain(answer.body)).toEqual(plain(response));
    expect(answer.status).toBe(201);
  });
});
