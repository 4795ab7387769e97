/** `import`, `importstr` and `importbin`. */

import type { Site } from '../runtime/site.ts';
import type { Code } from '../runtime/thunk.ts';
import type { Node } from '../syntax/ast.ts';

type ImportNode = Extract<Node, { readonly kind: 'import' | 'importstr' | 'importbin' }>;

export function compileImport(
  { kind, path }: ImportNode,
  { from, site }: { readonly from: string; readonly site: Site },
): Code {
  if (kind === 'import') return (_, machine) => machine.world.importCode(from, path, site);
  if (kind === 'importstr') return (_, machine) => machine.world.importText(from, path, site);
  return (_, machine) => machine.world.importBytes(from, path, site);
}
