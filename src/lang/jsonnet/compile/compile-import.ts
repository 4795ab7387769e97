/** `import`, `importstr` and `importbin`. */

import { goText } from '../runtime/go-text.ts';
import type { Site } from '../runtime/site.ts';
import type { Code } from '../runtime/thunk.ts';
import { JsonnetArray } from '../runtime/value.ts';
import type { Node } from '../syntax/ast.ts';

type ImportNode = Extract<Node, { readonly kind: 'import' | 'importstr' | 'importbin' }>;

export function compileImport(
  { kind, path }: ImportNode,
  { from, site }: { readonly from: string; readonly site: Site },
): Code {
  if (kind === 'import') return (_, machine) => machine.world.importCode(from, path, site);
  if (kind === 'importstr')
    return (_, machine) => {
      const bytes = machine.world.importBytes(from, path, site);
      machine.make(bytes.length);
      return goText(bytes);
    };
  return (_, machine) => {
    const bytes = machine.world.importBytes(from, path, site);
    machine.make(bytes.length);
    return new JsonnetArray([...bytes]);
  };
}
