/**
 * Overrides that stand in Git beside the manifests (A18): `.argocd-source.yaml`, then `.argocd-source-<app>.yaml` on top,
 * each a JSON merge patch of the source. Where the source comes from cannot be overridden.
 */
import { type ApplicationSource, applicationSource } from '../../api/application/fields.ts';
import { decode } from '../../api/schema/decode.ts';
import { AppError } from '../../base/errors.ts';
import { isObject, type Json } from '../../base/json-value.ts';
import { applyMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { childPath } from '../app-path.ts';
import { decodeText } from '../directory/decode-text.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';

const LARGEST = 1024 * 1024;

/** The source with the overrides of its folder. Throws `render.invalid-override`. */
export function overriddenSource(
  questions: Questions,
  folder: string,
  { source, appName }: { readonly source: ApplicationSource; readonly appName: string },
): ApplicationSource {
  const names = ['.argocd-source.yaml', ...(isPlainName(appName) ? [`.argocd-source-${appName}.yaml`] : [])];
  const patches = names.flatMap((name) => readOverride(questions, childPath(folder, name)) ?? []);
  if (patches.length === 0) return source;
  const merged = [...patches, originOf(source)].reduce<Json>((value, patch) => applyMergePatch(value, patch), source);
  return decodeMerged(folder, merged);
}

function decodeMerged(folder: string, merged: Json): ApplicationSource {
  try {
    return decode(applicationSource, merged);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw renderFault('render.invalid-override', `${childPath(folder, '.argocd-source.yaml')}: ${error.message}`);
  }
}

/** The patch that puts back where the source comes from. */
function originOf(source: ApplicationSource): Json {
  const { repoURL, path = null, targetRevision = null, chart = null } = source;
  return { repoURL, path, targetRevision, chart };
}

function readOverride(questions: Questions, path: string): Json | undefined {
  const found = resolvePath(questions, path);
  if (found === undefined || (found.entry.mode !== 'file' && found.entry.mode !== 'executable')) return undefined;
  const [content] = questions.contents([found.entry], LARGEST);
  if (content === undefined || content === 'too-large') {
    throw renderFault('render.invalid-override', `${path}: larger than ${LARGEST} bytes`);
  }
  return patchFrom(path, decodeText(content));
}

function patchFrom(path: string, text: string): Json | undefined {
  try {
    const patch = readYaml(text);
    if (patch === null) return undefined;
    if (isObject(patch)) return patch;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw renderFault('render.invalid-override', `${path}: ${error.message}`);
  }
  throw renderFault('render.invalid-override', `${path}: not an object`);
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]*$/.test(name);
}
