import { expect, test } from 'vitest';
import { conditionalAnswer } from './conditional-answer.ts';

const HEADERS = { 'content-type': 'application/json', vary: 'Accept', etag: '"abc"' };

/** Observed at kube-apiserver 1.35 `/openapi/v2`, whose tag stands for `"abc"`. */
test.each([
  ['no condition', {}, 200],
  ['any is wanted', { 'if-match': ['*'] }, 200],
  ['this one is wanted', { 'if-match': ['"x", "abc"'] }, 200],
  ['any beside others', { 'if-match': ['"x", *'] }, 200],
  ['another is wanted', { 'if-match': ['"x"'] }, 412],
  ['a weak tag is none that can be wanted', { 'if-match': ['W/"abc"'] }, 412],
  ['a tag without quotes', { 'if-match': ['x'] }, 412],
  ['no tag at all', { 'if-match': [','] }, 412],
  ['any is known', { 'if-none-match': ['*'] }, 304],
  ['this one is known', { 'if-none-match': ['"x", "abc"'] }, 304],
  ['this one is known, weakly', { 'if-none-match': ['W/"abc"'] }, 304],
  ['any beside others is known', { 'if-none-match': ['W/"x",*'] }, 304],
  ['others are known', { 'if-none-match': ['"x", "y"'] }, 200],
  ['a known tag without quotes', { 'if-none-match': ['x'] }, 200],
  ['what is wanted comes before what is known', { 'if-match': ['"x"'], 'if-none-match': ['*'] }, 412],
])('%s', (_, headers, status) => {
  const request = { method: 'GET', url: '/openapi/v2', headers, body: Buffer.from('') };
  const { 'content-type': __, ...kept } = HEADERS;
  expect(conditionalAnswer(request, 'document', HEADERS)).toEqual({
    kind: 'full',
    status,
    headers: status === 304 ? kept : HEADERS,
    body: status === 200 ? 'document' : '',
  });
});
