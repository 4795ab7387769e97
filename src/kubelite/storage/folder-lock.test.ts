import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubelite-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function leave(change: object): void {
  const lock = lockFolder(folder);
  const owner = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as object;
  lock.release();
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...owner, ...change }));
}

test('a folder has one owner', () => {
  const lock = lockFolder(folder);
  expect(lock.mayHaveLost).toBe(false);
  expect(() => lockFolder(folder)).toThrow(`the data folder ${folder} is in use by process ${process.pid}`);
  lock.release();
  lockFolder(folder).release();
});

test.skipIf(process.platform !== 'linux')(
  'a process that has the number of a dead owner does not own its folder',
  () => {
    leave({ since: '1' });
    const lock = lockFolder(folder);
    expect(lock.mayHaveLost).toBe(false);
    lock.release();
  },
);

test.skipIf(process.platform !== 'linux')(
  'an owner of before the machine started anew is dead, and may have lost writes',
  () => {
    leave({ machine: 'another' });
    const lock = lockFolder(folder);
    expect(lock.mayHaveLost).toBe(true);
    lock.release();
  },
);

test('a lock file that broke off belongs to nobody', () => {
  writeFileSync(join(folder, 'lock'), '{"proc');
  const lock = lockFolder(folder);
  expect(lock.mayHaveLost).toBe(true);
  lock.release();
});
