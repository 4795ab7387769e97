import { expect, test } from 'vitest';
import { refusalOf } from './guard.ts';

const hosts = ['127.0.0.1', 'localhost', '[::1]'];
const json = 'application/json';

const cases: readonly {
  name: string;
  method?: string;
  path?: string;
  headers: Record<string, string>;
  status: number | undefined;
}[] = [
  { name: 'a page on loopback', headers: { host: '127.0.0.1:8080' }, status: undefined },
  { name: 'an IPv6 host', headers: { host: '[::1]:8080' }, status: undefined },
  { name: 'a name that was bound to loopback', headers: { host: 'evil.example:8080' }, status: 421 },
  { name: 'a request without a host', headers: {}, status: 421 },
  {
    name: 'a write as JSON',
    method: 'POST',
    headers: { host: 'localhost:1', 'content-type': json },
    status: undefined,
  },
  {
    name: 'a charset beside, as recorded',
    method: 'POST',
    headers: { host: 'localhost', 'content-type': `${json}; charset=utf-8` },
    status: 415,
  },
  { name: 'a form', method: 'POST', headers: { host: 'localhost', 'content-type': 'text/plain' }, status: 415 },
  {
    name: 'another origin',
    method: 'POST',
    headers: { host: 'localhost:1', origin: 'http://evil.example', 'content-type': json },
    status: 403,
  },
  {
    name: 'another port of this host',
    method: 'DELETE',
    headers: { host: 'localhost:1', origin: 'http://localhost:2', 'content-type': json },
    status: 403,
  },
  {
    name: 'an opaque origin',
    method: 'POST',
    headers: { host: 'localhost:1', origin: 'null', 'content-type': json },
    status: 403,
  },
  {
    name: 'its own origin',
    method: 'POST',
    headers: { host: 'localhost:1', origin: 'http://localhost:1', 'content-type': json },
    status: undefined,
  },
  {
    name: 'a push to the sample repository',
    method: 'POST',
    path: '/git/x',
    headers: { host: 'localhost' },
    status: undefined,
  },
];

test.each(cases)('$name', ({ method = 'GET', path = '/api/v1/x', headers, status }) => {
  expect(refusalOf({ method, path, headers }, { hosts })?.status).toBe(status);
});
