/** Where the built page lies: beside the program in dist/. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith('.ts') ? join(here, '../../dist/ui') : join(here, 'ui');
}
