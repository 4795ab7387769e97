/** Files in memory as plugins get them. */
import { createHash } from 'node:crypto';
import type { WorkingFile, WorkingFiles } from '../ports/plugins.ts';

export type TestWorkingFile = string | { readonly link: string } | { readonly executable: string };

/** By path, in the order given; folders are told before what is in them. */
export function workingFiles(files: Readonly<Record<string, TestWorkingFile>>): WorkingFiles {
  return {
    key: createHash('sha256').update(JSON.stringify(files)).digest('hex'),
    async *entries() {
      const folders = new Set<string>();
      for (const [path, file] of Object.entries(files)) {
        for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
          const folder = path.slice(0, at);
          if (folders.has(folder)) continue;
          folders.add(folder);
          yield { kind: 'folder', path: folder };
        }
        yield fileOf(path, file);
      }
    },
  };
}

function fileOf(path: string, file: TestWorkingFile): WorkingFile {
  if (typeof file !== 'string' && 'link' in file) return { kind: 'link', path, target: file.link };
  const text = typeof file === 'string' ? file : file.executable;
  return { kind: 'file', path, isExecutable: typeof file !== 'string', content: async () => Buffer.from(text) };
}
