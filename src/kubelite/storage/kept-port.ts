/** The port a cluster was last reached on, so that a kubeconfig from before still works. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeFile } from './whole-file.ts';

export interface KeptPort {
  /** 0 where none is known. */
  read(): number;
  write(port: number): void;
}

/** The port of a folder. A file that holds no port counts as none: any free one does. */
export function keptPort(folder: string): KeptPort {
  const path = join(folder, 'port');
  const read = (): number => {
    const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
    return /^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : 0;
  };
  return { read, write: (port) => port !== read() && writeWholeFile(path, `${port}\n`) };
}
