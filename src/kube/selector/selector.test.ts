import { expect, test } from 'vitest';
import { checkFieldSelector, matchesFields, parseFieldSelector } from './field-selector.ts';
import { formatLabelSelector, labelSelectorOf, matchesLabels, parseLabelSelector } from './label-selector.ts';

const labels = { app: 'web', tier: 'front', count: '7', empty: '' };
const texts: readonly { text: string; matches: boolean }[] = [
  { text: '', matches: true },
  { text: 'app=web', matches: true },
  { text: 'app==web,tier!=back', matches: true },
  { text: 'app in (web, api),tier notin (back)', matches: true },
  { text: 'app notin (web)', matches: false },
  { text: 'none!=x', matches: true },
  { text: 'none in (x)', matches: false },
  { text: 'app,!none', matches: true },
  { text: '!app', matches: false },
  { text: 'count>6,count<8', matches: true },
  { text: 'empty=', matches: true },
  { text: 'empty in (,a)', matches: true },
  { text: 'constructor', matches: false },
];

test.each(texts)('$text', ({ text, matches }) => {
  expect(matchesLabels(parseLabelSelector(text), labels)).toBe(matches);
});

const refused: readonly { text: string; message: string }[] = [
  { text: 'a b', message: "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt" },
  { text: 'a near (b)', message: "unable to parse requirement: found 'near', expected: in, notin, =, ==, !=, gt, lt" },
  { text: 'a,', message: "found '', expected: identifier after ','" },
  {
    text: 'a=-b',
    message:
      'unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be an empty string or consist of ' +
      "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or " +
      "'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  },
];

test.each(refused)('refuses $text', ({ text, message }) => {
  expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ code: 'kube.bad-request', message }));
});

test('object form', () => {
  const selector = labelSelectorOf({
    matchLabels: { app: 'web' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['front', 'back'] },
      { key: 'none', operator: 'DoesNotExist' },
    ],
  });
  expect(matchesLabels(selector ?? [], labels)).toBe(true);
  expect(formatLabelSelector(selector ?? [])).toBe('app=web,!none,tier in (back,front)');
  expect(labelSelectorOf(undefined)).toBeUndefined();
  expect(labelSelectorOf({})).toEqual([]);
});

test('fields', () => {
  const pod = { metadata: { name: 'a,b' }, status: { phase: 'Running' } };
  const selector = parseFieldSelector('metadata.name=a\\,b,status.phase!=Failed,spec.nodeName=');
  expect(matchesFields(selector, pod)).toBe(true);
  expect(() => checkFieldSelector(selector, 'v1', 'Pod')).not.toThrow();
  expect(() => checkFieldSelector(parseFieldSelector('spec.odd=b'), 'v1', 'Pod')).toThrow(
    'field label not supported: spec.odd',
  );
  expect(() => checkFieldSelector(parseFieldSelector('data.a=b'), 'v1', 'ConfigMap')).toThrow(
    '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"',
  );
  expect(() => parseFieldSelector('odd')).toThrow("invalid selector: 'odd'; can't understand 'odd'");
});
