/** The definitions given to a real API server: `TIPHYS_KUBECONFIG` names the kubeconfig of one. Nothing is stored. */
import { afterAll, describe, expect, test } from 'vitest';
import { createKubeHttp, type KubeHttp } from '../../adapters/kube-http/kube-http.ts';
import { readKubeconfig } from '../../adapters/kube-http/kubeconfig.ts';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { customResourceDefinitions } from './definitions.ts';

const DEFINITIONS = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  namespaced: false,
} as const;

const path = process.env['TIPHYS_KUBECONFIG'];
let kube: KubeHttp | undefined;

afterAll(async () => {
  await kube?.close();
});

describe.skipIf(path === undefined)('a real API server', () => {
  test.each(customResourceDefinitions())('takes $metadata.name by server-side apply', async (definition) => {
    const connection = await readKubeconfig(path ?? '');
    const fixed = { clock: systemClock, random: () => 0.5, environment: {}, userAgent: 'tiphys/test' };
    kube ??= createKubeHttp(connection, fixed);
    const address = { type: DEFINITIONS, namespace: '', name: definition.metadata.name ?? '' };
    // Strict validation refuses fields that a definition does not have; the server refuses schemas that are not structural.
    const options = { dryRun: true, fieldManager: 'tiphys-test', fieldValidation: 'Strict', force: true } as const;
    const applied = await kube.patch(address, 'apply', JSON.stringify(definition), options);
    expect(applied).toMatchObject({ kind: definition.kind, spec: definition.spec });
  });
});
