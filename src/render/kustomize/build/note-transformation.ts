import type { Origin } from '../object/resource.ts';
import type { Accumulator } from './accumulator.ts';

/** Every resource says that a transformer worked on it; one that came from nowhere came from there. */
export function noteTransformation({ set }: Accumulator, origin: Origin | undefined): void {
  if (origin === undefined) return;
  for (const resource of set.resources) {
    if (resource.origin === undefined) resource.origin = origin;
    else resource.transformations = [...resource.transformations, origin];
  }
}
