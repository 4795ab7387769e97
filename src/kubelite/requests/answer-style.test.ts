import { expect, test } from 'vitest';
import { answerStyle, inStyle } from './answer-style.ts';
import { jsonAnswer, textAnswer } from './api-request.ts';

function style(query: string, agent = 'kubectl', pretty = false) {
  const request = { method: 'GET', url: '/', headers: { 'user-agent': [agent] }, body: new Uint8Array() };
  return answerStyle(request, new URLSearchParams(query), { format: 'json', pretty });
}

test('people get lines to read, programs one line, unless they say otherwise', () => {
  expect(style('')).toBe('plain');
  expect(style('pretty=true')).toBe('pretty');
  expect(style('pretty=x')).toBe('plain');
  expect(style('', 'curl/8.0')).toBe('pretty');
  expect(style('pretty=false', 'curl/8.0')).toBe('plain');
  expect(style('', 'kubectl', true)).toBe('pretty');
});

test('only JSON is laid out anew', () => {
  expect(inStyle(jsonAnswer(200, '{"a":[1]}'), 'pretty')).toMatchObject({ body: '{\n  "a": [\n    1\n  ]\n}' });
  expect(inStyle(jsonAnswer(200, '{"a":1}'), 'yaml')).toMatchObject({
    body: 'a: 1\n',
    headers: { 'content-type': 'application/yaml' },
  });
  expect(inStyle(textAnswer(200, 'ok'), 'yaml')).toEqual(textAnswer(200, 'ok'));
});
