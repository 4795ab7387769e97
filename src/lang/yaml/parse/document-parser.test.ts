import { describe, expect, test } from 'vitest';
import { DocumentParser } from './document-parser.ts';
import type { Node } from './node.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';

const NO_LIMITS = { count: () => undefined, enter: () => undefined, leave: () => undefined };

/** A tree in brackets: `{key=value}`, `[item]`, `"text"` where it is no plain scalar, `!tag`, `*alias`. */
function shown(node: Node): string {
  switch (node.kind) {
    case 'scalar':
      return (node.tag === '' ? '' : `!${node.tag} `) + (node.isImplicit ? node.value : JSON.stringify(node.value));
    case 'sequence':
      return `[${node.items.map(shown).join(',')}]`;
    case 'mapping':
      return `{${node.pairs.map(([key, value]) => `${shown(key)}=${shown(value)}`).join(',')}}`;
    case 'alias':
      return `*${node.name}`;
  }
}

function documents(text: string): readonly string[] {
  const parser = new DocumentParser(text, NO_LIMITS);
  const found: string[] = [];
  try {
    for (let next = parser.next(); next !== undefined; next = parser.next()) {
      found.push(`${next.line}: ${shown(next.root)}`);
    }
  } catch (error) {
    if (!(error instanceof YamlSyntaxFault)) throw error;
    found.push(`${error.line ?? '-'}: ${error.problem}`);
  }
  return found;
}

test.each([
  ['nothing', '', []],
  ['a mapping', 'a: b\nc:\n- d', ['0: {a=b,c=[d]}']],
  ['values that are not there', 'a:\nb:\n-\n', ['0: {a=,b=[]}']],
  ['quotes', '"a": \'b\'', ['0: {"a"="b"}']],
  ['anchors and aliases', 'a: &x [1]\nb: *x', ['0: {a=[1],b=*x}']],
  ['tags', 'a: !!str 1\nb: !local 2', ['0: {a=!tag:yaml.org,2002:str "1",b=!!local "2"}']],
  ['tags of a handle that was declared', '%TAG !e! tag:e,\n---\n!e!x a', ['2: !tag:e,x "a"']],
  ['documents', 'a\n---\nb\n...\n---\n', ['0: a', '2: b', '5: ']],
  ['a key that is a collection', '? [a]\n: b', ['0: {[a]=b}']],
  ['pairs in a flow sequence', '[a: b, c]', ['0: [{a=b},c]']],
  ['empty flow collections', '[{}, []]', ['0: [{},[]]']],
])('%s', (_reason, text, expected) => expect(documents(text)).toEqual(expected));

describe('what is wrong', () => {
  test.each([
    ['an alias without anchor', 'a: *x', "-: unknown anchor 'x' referenced"],
    ['a sequence that does not end', '[a', "1: did not find expected ',' or ']'"],
    ['a mapping that does not end', '{a: b', "1: did not find expected ',' or '}'"],
    ['a key further left', ' a: b\nc: d', '1: did not find expected <document start>'],
    ['a mapping further right', 'a: b\n  c: d', '2: mapping values are not allowed in this context'],
    ['a version of another time', '%YAML 2.0\n---', '-: found incompatible YAML document'],
    ['a handle that nobody declared', '!e!x a', '-: found undefined tag handle'],
  ])('%s', (_reason, text, expected) => expect(documents(text).at(-1)).toBe(expected));
});

test('limits are told of every node and of collections', () => {
  const told: string[] = [];
  const limits = { count: () => told.push('node'), enter: () => told.push('in'), leave: () => told.push('out') };
  new DocumentParser('a: [b]', limits).next();
  expect(told.filter((word) => word === 'in').length).toBe(2);
  expect(told.filter((word) => word === 'out').length).toBe(2);
  expect(told.filter((word) => word === 'node').length).toBe(4);
});
