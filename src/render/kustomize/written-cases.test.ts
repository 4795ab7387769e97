/** The written cases, built in memory: what Kustomize 5.8.1 printed, byte for byte, or the first line of its error. */
import { describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { readCaseFiles, type WrittenCase } from '../../testkit/kustomize-cases.ts';
import { memoryKustomizeFiles } from '../../testkit/memory-kustomize-files.ts';
import { build, writeResources } from './build/build.ts';
import { Folder, joined } from './files/folder.ts';

describe.each(readCaseFiles())('$topic', ({ cases }) => {
  test.each(cases)('$name', (each) => {
    expect(built(each)).toBe(each.output ?? each.ours ?? each.error);
  });
});

/** The output, or the first line of the error as the command prints it. */
function built({ files, path, flags }: WrittenCase): string {
  const restrictsToRoot = !flags.includes('LoadRestrictionsNone');
  const folder = new Folder(memoryKustomizeFiles({ files, root: '/R', restrictsToRoot }), joined('', path));
  const reorder = flags.includes('none') ? 'none' : flags.includes('legacy') ? 'legacy' : undefined;
  try {
    const { resources } = build(folder, {
      helm: flags.includes('--enable-helm'),
      managedByLabel: flags.includes('--enable-managedby-label'),
      version: 'v5.8.1',
      moment: { now: () => 0n, random: (bytes) => new Uint8Array(bytes), clock: () => 0 },
      ...(reorder === undefined ? {} : { reorder }),
    });
    return writeResources(resources);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'user')
      return `Error: ${error.message}`.split('\n')[0]?.trimEnd() ?? '';
    throw error;
  }
}
