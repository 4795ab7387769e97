/** Which tool renders a source: what it names itself, then plugins of the installation, then what lies in its folder (A6). */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { SourceRequest, SourceType } from '../contract.ts';
import { isForPlugin } from '../plugin/render-plugin.ts';
import type { Questions } from '../trace/questions.ts';
import { discoveredType, explicitType } from './detect.ts';

/** `source`: with the overrides of its folder. Throws `render.ambiguous-type`. */
export function toolFor(
  source: ApplicationSource,
  folder: string,
  { request, questions }: { readonly request: SourceRequest; readonly questions: Questions },
): SourceType {
  const disabled = request.settings.disabledTools;
  const explicit = explicitType(source);
  const named = explicit ?? (source.chart ? 'Helm' : undefined);
  if (named !== undefined) return disabled.includes(named) ? 'Directory' : named;
  if (isForPlugin({ ...request, source }, folder, questions)) return 'Plugin';
  return discoveredType(questions.listing(folder) ?? [], disabled);
}
