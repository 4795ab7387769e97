import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isConfirmed, mayRemove } from './confirm.ts';

const folder = mkdtempSync(join(tmpdir(), 'confirm-'));
const config = join(folder, 'config');
writeFileSync(config, 'prompts-enabled: true\n', { mode: 0o600 });
afterAll(() => rmSync(folder, { recursive: true }));

function contextOf(promptsEnabled?: boolean, path = '/nonexistent') {
  const printed: string[] = [];
  const output = { print: (text: string) => void printed.push(text), complain: () => undefined };
  const flags = { config: path, ...(promptsEnabled === undefined ? {} : { promptsEnabled }) };
  return { context: { output, env: {}, flags, signal: new AbortController().signal }, printed };
}

test('nobody is asked who did not switch questions on, or switched them off again', async () => {
  expect(await isConfirmed(contextOf().context, 'sure?')).toBe(true);
  expect(await isConfirmed(contextOf(false, config).context, 'sure?')).toBe(true);
});

test('what is confirmed beforehand is not asked', async () => {
  const { context, printed } = contextOf(true);
  expect(await mayRemove(context, { question: 'sure?', cancelled: 'no', yes: true })).toBe(true);
  expect(printed).toEqual([]);
});
