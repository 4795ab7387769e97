import { expect, test } from 'vitest';
import { randomRequests } from './random-requests.ts';

test('the same number gives the same requests, another one others', () => {
  const made = randomRequests({ seed: 7, steps: 50 });
  expect(randomRequests({ seed: 7, steps: 50 })).toEqual(made);
  expect(randomRequests({ seed: 8, steps: 50 }).steps).not.toEqual(made.steps);
});

test('each request can be sent: a method, a path from the root, headers of one line', () => {
  for (const { method, path, headers } of randomRequests({ seed: 1, steps: 1000 }).steps) {
    expect({ method, path }).toEqual({
      method: expect.stringMatching(/^[A-Z]+$/),
      path: expect.stringMatching(/^\/[\x21-\x7e]*$/),
    });
    for (const [name, value] of headers) expect(`${name}: ${value}`).toMatch(/^[\w-]+: [\x20-\x7e]*$/);
  }
});
