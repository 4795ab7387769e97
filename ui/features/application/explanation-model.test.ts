import { expect, test } from 'vitest';
import { differencesOf, dottedPath, sentenceOf, waitSentence } from './explanation-model.ts';

const KEY = { group: '', kind: 'ConfigMap', namespace: 'n', name: 'a' };
const DIFFERENCE = {
  ...{ path: '/data/key', live: '"x"', desired: '', manager: 'm', counts: true, why: 'm has written it' },
  ...{ ignoredBy: '', suggestion: '' },
};
const EXPLANATION = {
  resources: [{ ...KEY, why: '', differences: [DIFFERENCE] }],
  operation: [],
  automation: [],
};

test('the differences of one resource; none of another; nothing known before the answer', () => {
  expect(differencesOf(EXPLANATION, KEY)).toEqual([DIFFERENCE]);
  expect(differencesOf(EXPLANATION, { ...KEY, name: 'b' })).toEqual([]);
  expect(differencesOf(undefined, KEY)).toBeUndefined();
});

test.each([
  ['/spec/replicas', 'spec.replicas'],
  ['/spec/containers/0/image', 'spec.containers[0].image'],
  ['/metadata/annotations/a~1b', 'metadata.annotations.a/b'],
])('path %s', (pointer, expected) => {
  expect(dottedPath(pointer)).toBe(expected);
});

test('sentences', () => {
  expect(sentenceOf(DIFFERENCE)).toEqual({ now: 'x', wanted: 'nothing', why: 'M has written it.' });
  expect(waitSentence([])).toBe('');
  expect(waitSentence([{ why: 'automation is off', since: '', until: '' }])).toBe('automation is off');
  expect(waitSentence([{ why: 'a window', since: '', until: 'T' }])).toBe('a window; looked at again at T');
});
