/** The sources of Applications as their specifications name them. */
import { effectiveSources } from '../../api/application/effective-sources.ts';
import type { Application, ApplicationSource } from '../../api/application/fields.ts';

/** In order. */
export function sourcesOf({ spec }: Application): readonly ApplicationSource[] {
  return effectiveSources(spec);
}
