/** How large the value at a place of a declared type may get. */
import type { Range, ValuePath } from '../../../lang/cel/index.ts';
import type { DeclaredType } from '../schema/declared-type.ts';

/** The size at a path from a variable of this type; undefined where the path leaves the type. */
export function sizeOfDeclared(self: DeclaredType, path: ValuePath): Range | undefined {
  let here: DeclaredType | undefined = self;
  for (const step of path.slice(1)) {
    if (step === '@items' || step === '@values') here = here?.items;
    else if (step === '@keys') here = KEY;
    else here = here?.fields?.get(step);
    if (here === undefined) return undefined;
  }
  return { min: 0n, max: BigInt(here.most) };
}

/** Keys of maps are of no declared length. */
const KEY = { most: 0 } as DeclaredType;
