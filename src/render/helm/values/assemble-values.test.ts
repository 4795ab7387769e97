import { expect, test } from 'vitest';
import { assembleValues, type GivenValues } from './assemble-values.ts';
import { toJson } from './to-json.ts';

function values(given: GivenValues, helm: 3 | 4 = 4) {
  return toJson(assembleValues(given, helm));
}

test('files in their order, then sets by kind, whatever the order of the flags', () => {
  const given: GivenValues = {
    files: [
      { name: 'one.yaml', text: 'a: 1\nm: {x: 1, z: 1}' },
      { name: 'two.yaml', text: 'a: 2\nm: {z: 2}\nl: [1]' },
    ],
    setLiteral: ['m.x=lit,eral'],
    setFile: ['f=path'],
    setString: ['a=7', 'l[0]=s'],
    set: ['a=6', 'n=1'],
    setJson: ['a=5', '{"n": 0, "j": [null]}'],
    readFile: (path) => `content of ${path}`,
  };
  expect(values(given)).toEqual({
    a: '7',
    m: { x: 'lit,eral', z: 2 },
    l: ['s'],
    n: 1n,
    j: [null],
    f: 'content of path',
  });
});

test.each<[string, GivenValues, string]>([
  [
    'a file that is no YAML',
    { files: [{ name: 'v.yaml', text: 'a: b: c' }] },
    'failed to parse v.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: ',
  ],
  [
    'a file that is a list',
    { files: [{ name: 'v.yaml', text: '- a' }] },
    'json: cannot unmarshal array into Go value of type map[string]interface {}',
  ],
  ['a set without value', { set: ['a'] }, 'failed parsing --set data: key "a" has no value'],
  ['JSON that is none', { setJson: ['a={'] }, 'failed parsing --set-json data a={'],
  ['an object that is none', { setJson: ['{"a"}'] }, 'failed parsing --set-json data JSON: {"a"}'],
  [
    'a file that cannot be read',
    { setFile: ['a=x'] },
    'failed parsing --set-file data: open x: no such file or directory',
  ],
  [
    'lists in lists without end',
    { set: [`a${'[0]'.repeat(100_000)}=1`] },
    'failed parsing --set data: nested too deep',
  ],
])('refused: %s', (_reason, given, message) => {
  expect(() => values(given)).toThrow(message);
});
