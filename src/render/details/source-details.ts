/** What people who make or change an Application are told of a folder: its tool, and what can be set there (H4). */
import type { ParameterAnnouncement } from '../../api/config-management-plugin/fields.ts';
import { sortedKeys, sortedTexts } from '../../base/json/byte-order.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';
import { floatText } from '../../lang/go-value/text/format-float.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { appFolder, childPath } from '../app-path.ts';
import type { RenderInputs, SourceRequest } from '../contract.ts';
import { toolFor } from '../detect/tool-for.ts';
import { givenValues } from '../helm-source/given-values.ts';
import { pluginParameters } from '../plugin/render-plugin.ts';
import { renderFault } from '../render-fault.ts';
import { overriddenSource } from '../source-overrides/source-overrides.ts';
import { type Attempt, attempt, type Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';

export interface HelmDetails {
  /** Names of files beside the chart that look like values, in byte order. */
  readonly valueFiles: readonly string[];
  /** Every leaf of `values.yaml` and of the chosen value files, by its path. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** The text of `values.yaml`. */
  readonly values: string;
  readonly fileParameters: readonly { readonly name: string; readonly path: string }[];
}

export type SourceDetails =
  | { readonly kind: 'Directory' }
  /** What its images are is found by rendering it. */
  | { readonly kind: 'Kustomize' }
  | { readonly kind: 'Helm'; readonly helm: HelmDetails }
  | { readonly kind: 'Plugin'; readonly parameters: readonly ParameterAnnouncement[] };

const LARGEST_VALUES = 5 * 1024 * 1024;
const MOST_PARAMETERS = 100_000;

/** Faults are those of rendering. */
export function sourceDetails(request: SourceRequest, inputs: RenderInputs): Attempt<SourceDetails> {
  return attempt(inputs, (questions) => detailsOf(request, questions), request.settings);
}

function detailsOf(request: SourceRequest, questions: Questions): SourceDetails {
  const folder = request.source.chart ? '' : appFolder(questions, request.source.path ?? '').path;
  const source = overriddenSource(questions, folder, request);
  const kind = toolFor(source, folder, { request, questions });
  if (kind === 'Helm') return { kind, helm: helmDetails({ ...request, source }, folder, questions) };
  if (kind === 'Plugin') return { kind, parameters: pluginParameters({ ...request, source }, folder, questions) };
  return { kind };
}

function helmDetails(request: SourceRequest, folder: string, questions: Questions): HelmDetails {
  const { source, references, settings } = request;
  const names = (questions.listing(folder) ?? []).filter(({ mode }) => mode !== 'tree' && mode !== 'submodule');
  const values = valuesText(questions, folder);
  const leaves = new Map<string, string>();
  addLeaves(leaves, '', values === '' ? {} : readYaml(values));
  const helm = source.helm ?? {};
  for (const { text } of chosenFiles({ questions, folder, helm, references, schemes: settings.valuesFileSchemes })) {
    addLeaves(leaves, '', text.trim() === '' ? {} : readYaml(text));
  }
  return {
    valueFiles: sortedTexts(names.map(({ name }) => name).filter((name) => /values.*\.ya?ml$/i.test(name))),
    parameters: sortedKeys(Object.fromEntries(leaves)).map((name) => ({ name, value: leaves.get(name) ?? '' })),
    values,
    fileParameters: (helm.fileParameters ?? []).map(({ name = '', path = '' }) => ({ name, path })),
  };
}

type ValueInputs = Parameters<typeof givenValues>[0];

/** The value files of the source; values that it has inline stand in its own fields. */
function chosenFiles(inputs: ValueInputs): readonly { readonly text: string }[] {
  const { valueFiles = [], ignoreMissingValueFiles = false } = inputs.helm;
  return givenValues({ ...inputs, helm: { valueFiles, ignoreMissingValueFiles } }).values().files ?? [];
}

function valuesText(questions: Questions, folder: string): string {
  const found = resolvePath(questions, childPath(folder, 'values.yaml'));
  if (found === undefined || found.entry.mode === 'tree') return '';
  const [content] = questions.contents([found.entry], LARGEST_VALUES);
  if (content === undefined || content === 'too-large') {
    throw renderFault('render.too-large', `values.yaml is larger than ${LARGEST_VALUES} bytes`);
  }
  return new TextDecoder().decode(content);
}

/** As Argo CD names leaves: `a.b`, `list[0]`; empty maps and lists have none. */
function addLeaves(leaves: Map<string, string>, path: string, value: Json): void {
  if (leaves.size > MOST_PARAMETERS) throw renderFault('render.too-large', `more than ${MOST_PARAMETERS} parameters`);
  if (isList(value)) for (const [index, item] of value.entries()) addLeaves(leaves, `${path}[${index}]`, item);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value))
      addLeaves(leaves, path === '' ? key : `${path}.${key}`, item ?? null);
  else if (path !== '') leaves.set(path, printed(value));
}

/** `%v` of Go, which reads every number of YAML as a float. */
function printed(value: Json): string {
  if (value === null) return '<nil>';
  return typeof value === 'number' || typeof value === 'bigint' ? floatText(Number(value)) : String(value);
}

/** The images that containers of these objects run, with repetitions, in byte order. */
export function containerImages(objects: readonly Json[]): readonly string[] {
  const images: string[] = [];
  const visit = (value: Json): void => {
    if (isList(value)) for (const item of value) visit(item);
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if ((key === 'containers' || key === 'initContainers') && isList(inner)) images.push(...inner.flatMap(imageOf));
      else visit(inner ?? null);
    }
  };
  for (const object of objects) visit(object);
  return sortedTexts(images);
}

function imageOf(container: Json): readonly string[] {
  const image = isObject(container) ? container['image'] : undefined;
  return typeof image === 'string' ? [image] : [];
}
