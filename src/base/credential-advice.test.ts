import { expect, test } from 'vitest';
import { credentialAdvice } from './credential-advice.ts';

test.each([
  [401, false, /^authentication required: give credentials in the Secret of the repository/],
  [401, true, /^authentication required: the given credentials are refused; correct them/],
  [403, false, /^it may not be read without credentials: give some in/],
  [403, true, /^these credentials may not read it: permit it on the server, or give others/],
] as const)('%i, credentials given: %s', (status, hasCredentials, words) => {
  expect(credentialAdvice(status, hasCredentials)).toMatch(words);
});
