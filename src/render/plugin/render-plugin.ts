/**
 * The plugin renderer (P1): what a plugin of the installation printed for the folder, read as manifests. Running it is the
 * source service's; here is what it is asked and what its answer means.
 */
import type { ParameterAnnouncement } from '../../api/config-management-plugin/fields.ts';
import { AppError } from '../../base/errors.ts';
import { isObject } from '../../base/json-value.ts';
import { readDocuments } from '../../lang/yaml/read.ts';
import type { PluginAnswer, PluginQuestion, SourceManifest, SourceRequest } from '../contract.ts';
import { expandList } from '../directory/expand-lists.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { pluginEnvironment } from './plugin-environment.ts';

/**
 * Throws `render.invalid-manifest` where the plugin printed something else than manifests. That it failed, or is not there, is
 * a fault of the whole render, thrown by whoever runs it.
 */
export function renderPlugin(request: SourceRequest, folder: string, questions: Questions): readonly SourceManifest[] {
  const answer = questions.plugin(questionOf('generate', request, { folder, questions }));
  if (answer.kind !== 'manifests') return [];
  return manifestsOf(request.appName, answer);
}

/** Whether a plugin of the installation is for this folder by its own rule, which comes before every other tool. */
export function isForPlugin(request: SourceRequest, folder: string, questions: Questions): boolean {
  if (request.settings.discoversPlugins !== true) return false;
  const answer = questions.plugin(questionOf('match', request, { folder, questions }));
  return answer.kind === 'match' && answer.isSupported;
}

/** What the plugin tells of its parameters in this folder (P3). */
export function pluginParameters(
  request: SourceRequest,
  folder: string,
  questions: Questions,
): readonly ParameterAnnouncement[] {
  const answer = questions.plugin(questionOf('parameters', request, { folder, questions }));
  return answer.kind === 'parameters' ? answer.announcements : [];
}

function questionOf(
  task: PluginQuestion['task'],
  { source }: SourceRequest,
  { folder, questions }: { readonly folder: string; readonly questions: Questions },
): PluginQuestion {
  const environment = pluginEnvironment(source.plugin, (name) => questions.variable(name));
  return { task, name: source.plugin?.name ?? '', folder, environment };
}

/** Documents are counted over all texts. */
function manifestsOf(appName: string, answer: Extract<PluginAnswer, { kind: 'manifests' }>): readonly SourceManifest[] {
  const file = `output of plugin ${answer.plugin}`;
  const manifests: SourceManifest[] = [];
  let document = 0;
  try {
    for (const text of answer.texts) {
      for (const { value, line } of readDocuments(text)) {
        document += 1;
        if (value === null) continue;
        if (!isObject(value))
          throw renderFault('render.invalid-manifest', `line ${line}: the document is not an object`);
        if (typeof value['kind'] !== 'string' || value['kind'] === '') {
          throw renderFault('render.invalid-manifest', `line ${line}: Object 'Kind' is missing`);
        }
        for (const object of expandList(file, { value, document })) manifests.push({ object, file, document });
      }
    }
    return manifests;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const failed = 'failed to convert CMP manifests to unstructured objects';
    const message = `CMP processing failed for application ${JSON.stringify(appName)}: ${failed}: document ${document}: ${error.message}`;
    throw renderFault('render.invalid-manifest', message);
  }
}
