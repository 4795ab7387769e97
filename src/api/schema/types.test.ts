import { expectTypeOf, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';
import type { AppProject } from '../app-project/fields.ts';
import type { Application, ApplicationSource, SyncStrategyHook } from '../application/fields.ts';
import type { ResourceNode } from '../application/tree-fields.ts';
import type { ApplicationSet } from '../application-set/fields.ts';

test('typed objects are objects of the Kubernetes API and plain JSON', () => {
  expectTypeOf<Application>().toExtend<KubeObject>();
  expectTypeOf<AppProject>().toExtend<KubeObject>();
  expectTypeOf<ApplicationSet>().toExtend<KubeObject>();
  expectTypeOf<Application['metadata']>().toExtend<ObjectMeta>();
  expectTypeOf<ApplicationSource>().toExtend<JsonObject>();
});

test('what Go may leave out is optional, what it always writes is not', () => {
  expectTypeOf<ApplicationSource['repoURL']>().toEqualTypeOf<string>();
  expectTypeOf<ApplicationSource['path']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Application['status']>().extract<undefined>().toEqualTypeOf<undefined>();
});

test('embedded structs are flat', () => {
  expectTypeOf<SyncStrategyHook['force']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<ResourceNode['uid']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<ResourceNode>().not.toHaveProperty('resourceRef');
});

test('known sets are unions', () => {
  const source: ApplicationSource = { repoURL: 'https://git.example.com/a.git', path: 'base' };
  const application: Application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a' },
    spec: { project: 'default', source, destination: { server: 'https://kubernetes.default.svc', namespace: 'a' } },
  };
  expectTypeOf(application.status?.sync?.status).toEqualTypeOf<'' | 'Unknown' | 'Synced' | 'OutOfSync' | undefined>();
});
