import { expect, test } from 'vitest';
import { DEFAULT_LOGIN_LIMITS, LoginLimiter } from './login-limiter.ts';

test('five failures close a name until the window has passed', () => {
  const limiter = new LoginLimiter();
  for (let n = 0; n < 5; n += 1) limiter.reserve('admin', 0)?.failed();
  expect(limiter.reserve('admin', 299_999)).toBeUndefined();
  expect(limiter.reserve('admin', 300_000)).toBeDefined();
});

test('another name is not closed', () => {
  const limiter = new LoginLimiter();
  for (let n = 0; n < 5; n += 1) limiter.reserve('admin', 0)?.failed();
  expect(limiter.reserve('alice', 0)).toBeDefined();
});

test('a success forgets the failures', () => {
  const limiter = new LoginLimiter();
  for (let n = 0; n < 4; n += 1) limiter.reserve('admin', 0)?.failed();
  limiter.reserve('admin', 0)?.succeeded();
  for (let n = 0; n < 4; n += 1) limiter.reserve('admin', 0)?.failed();
  expect(limiter.reserve('admin', 0)).toBeDefined();
});

test('parallel guesses count before they are answered', () => {
  const limiter = new LoginLimiter();
  const attempts = Array.from({ length: 10 }, () => limiter.reserve('admin', 0));
  expect(attempts.filter((attempt) => attempt !== undefined)).toHaveLength(5);
});

test('only so many logins run at a time', () => {
  const limiter = new LoginLimiter({ ...DEFAULT_LOGIN_LIMITS, concurrent: 1 });
  const first = limiter.reserve('a', 0);
  expect(limiter.reserve('b', 0)).toBeUndefined();
  first?.failed();
  expect(limiter.reserve('b', 0)).toBeDefined();
});
