/**
 * Overrides that stand in Git beside the manifests (A18): `.argocd-source.yaml`, then `.argocd-source-<app>.yaml` on top,
 * each a JSON merge patch of the source. Where the source comes from cannot be overridden.
 */
import { type ApplicationSource, applicationSource } from '../../api/application/fields.ts';
import { decode } from '../../api/schema/decode.ts';
import { AppError } from '../../base/errors.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { applyMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { childPath } from '../app-path.ts';
import { withoutEmptyBlocks } from '../detect/empty-blocks.ts';
import { decodeText } from '../directory/decode-text.ts';
import { renderFault } from '../render-fault.ts';
import { SHOWN_ROOT } from '../shown-root.ts';
import type { Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';

const LARGEST = 1024 * 1024;

/**
 * The source with the overrides of its folder, without blocks that say nothing. Throws `render.invalid-override` in the words of
 * Argo CD, naming the file.
 */
export function overriddenSource(
  questions: Questions,
  folder: string,
  { source, appName }: { readonly source: ApplicationSource; readonly appName: string },
): ApplicationSource {
  const names = ['.argocd-source.yaml', ...(isPlainName(appName) ? [`.argocd-source-${appName}.yaml`] : [])];
  return names.reduce((before, name) => {
    const path = childPath(folder, name);
    const text = readOverride(questions, path);
    return text === undefined ? before : patched(before, text, path);
  }, withoutEmptyBlocks(source));
}

function patched(source: ApplicationSource, text: string, path: string): ApplicationSource {
  try {
    const patch = patchFrom(text);
    return decode(applicationSource, applyMergePatch(applyMergePatch(source, patch), originOf(source)));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw invalid(path, error.message.replace(/^error converting YAML to JSON: /, ''));
  }
}

/** The patch that puts back where the source comes from. */
function originOf(source: ApplicationSource): Json {
  const { repoURL, path = null, targetRevision = null, chart = null } = source;
  return { repoURL, path, targetRevision, chart };
}

function readOverride(questions: Questions, path: string): string | undefined {
  const found = resolvePath(questions, path);
  if (found === undefined || (found.entry.mode !== 'file' && found.entry.mode !== 'executable')) return undefined;
  const [content] = questions.contents([found.entry], LARGEST);
  if (content === undefined || content === 'too-large') throw invalid(path, `larger than ${LARGEST} bytes`);
  return decodeText(content);
}

/** Throws faults of YAML, and of what is no patch in the words of the libraries that Argo CD reads it with. */
function patchFrom(text: string): JsonObject {
  const patch = readYaml(text);
  if (isObject(patch)) return patch;
  const what = isList(patch)
    ? 'json: cannot unmarshal array into Go value of type v1alpha1.ApplicationSource'
    : 'Invalid JSON Patch';
  throw renderFault('render.invalid-override', what);
}

function invalid(path: string, reason: string): AppError {
  const where = `error getting app source type: error while parsing source parameters: ${SHOWN_ROOT}/${path}`;
  return renderFault('render.invalid-override', `${where}: ${reason}`);
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]*$/.test(name);
}
