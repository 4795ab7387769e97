import { expect, test } from 'vitest';
import { changedText } from './structured-text.ts';

function changed(text: string, ...steps: readonly string[]): string | undefined {
  return changedText(text, { steps, value: 'new', creates: false, changed: () => 'new' });
}

test.each<[string, string, readonly string[], string | undefined]>([
  ['comments and order stay', '# head\nb: old # why\na: 1\n', ['b'], '# head\nb: new # why\na: 1'],
  ['quotes stay', "b: 'old'\n", ['b'], "b: 'new'"],
  ['an element of a list', 'l:\n- x: old\n', ['l', '0', 'x'], 'l:\n- x: new'],
  ['what is indented otherwise is written anew', 'b:\n    c: old\na: 1\n', ['b', 'c'], 'a: 1\nb:\n  c: new'],
  ['JSON in a line', '{"b": {"c": "old"}, "a": "<"}', ['b', 'c'], '{"a":"\\u003c","b":{"c":"new"}}'],
  ['a way that leads nowhere', 'a: 1\n', ['b'], undefined],
  ['what is no YAML', '{', ['b'], undefined],
])('%s', (_name, text, steps, expected) => {
  expect(changed(text, ...steps)).toBe(expected);
});
