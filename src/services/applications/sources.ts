/** The sources of Applications as their specifications name them. */
import type { Application, ApplicationSource } from '../../api/application/fields.ts';

/** In order; a list of several wins over the single one. */
export function sourcesOf({ spec }: Application): readonly ApplicationSource[] {
  if (spec.sources && spec.sources.length > 0) return spec.sources;
  return spec.source ? [spec.source] : [];
}
