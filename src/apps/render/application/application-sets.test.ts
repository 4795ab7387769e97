import { expect, test } from 'vitest';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { applicationSetsIn, unexpandedText } from './application-sets.ts';

const set = (name: string, apiVersion = 'argoproj.io/v1alpha1'): { readonly object: KubeObject } => ({
  object: { apiVersion, kind: 'ApplicationSet', metadata: { name } },
});

test('ApplicationSets of Argo CD are found, with where they stand', () => {
  const others = [set('b', 'example.com/v1'), { object: { ...set('c').object, kind: 'Application' } }];
  expect(applicationSetsIn([set('a'), ...others], () => 'x.yaml:1')).toEqual([{ name: 'a', origin: 'x.yaml:1' }]);
});

test('each is named once, on one line', () => {
  const [one, odd] = [
    { name: 'a', origin: 'x.yaml:1' },
    { name: 'b\nc', origin: 'y' },
  ];
  expect(unexpandedText([one, odd, one])).toBe(
    'Note: ApplicationSet a (x.yaml:1) is not expanded: its Applications are not rendered\n' +
      'Note: ApplicationSet b?c (y) is not expanded: its Applications are not rendered\n',
  );
});
