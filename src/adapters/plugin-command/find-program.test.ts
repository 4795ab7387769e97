import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { requireProgram } from './find-program.ts';

test.each([
  ['one of the path', 'sh', undefined],
  ['one of the folder', './tool', undefined],
  ['not of the path', 'tool', 'exec: "tool": executable file not found in $PATH'],
  ['not executable', './text', 'fork/exec ./text: no such file or directory'],
  ['a folder', '/tmp', 'fork/exec /tmp: no such file or directory'],
  ['nowhere', '/nowhere/tool', 'fork/exec /nowhere/tool: no such file or directory'],
])('%s', async (_reason, program, message) => {
  await using folder = await temporaryFolder();
  for (const name of ['tool', 'text']) writeFileSync(join(folder.path, name), '#!/bin/sh\n');
  chmodSync(join(folder.path, 'tool'), 0o755);
  const look = () => requireProgram(program, { folder: folder.path, environment: { PATH: '/usr/bin:/bin' } });
  if (message === undefined) expect(look()).toBeUndefined();
  else expect(look).toThrow(message);
});
