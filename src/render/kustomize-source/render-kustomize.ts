/** The Kustomize renderer of Applications (A15, A16): the kustomization in the source's folder, with what the source says over it. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { SourceManifest, SourceRequest } from '../contract.ts';
import { seededRandom } from '../helm-source/seeded-random.ts';
import { build } from '../kustomize/build/build.ts';
import type { BuildOptions } from '../kustomize/build/options.ts';
import type { BaseMemory } from '../kustomize/build/shared-base.ts';
import { KustomizeFault, REPOSITORY } from '../kustomize/fault.ts';
import { Folder } from '../kustomize/files/folder.ts';
import { type Kustomization, readKustomization } from '../kustomize/kustomization/kustomization.ts';
import { SHOWN_ROOT } from '../shown-root.ts';
import type { Questions } from '../trace/questions.ts';
import { edited } from './edits.ts';
import { type KustomizeFlags, kustomizeFlags } from './flags.ts';
import { shownPath, sourceFiles } from './source-files.ts';

const VERSION = 'v5.8.1';

/** Throws `kustomize.failed` with the words that Argo CD puts around those of Kustomize, and `render.*` for paths that lead out. */
export function renderKustomize(
  request: SourceRequest,
  { folder: path, questions }: { readonly folder: string; readonly questions: Questions },
  bases?: BaseMemory,
): readonly SourceManifest[] {
  const source = request.source.kustomize ?? {};
  const flags = kustomizeFlags(buildOptions(request));
  const told = { text: flags.text, path, placed: (place: string) => place };
  const folder = new Folder(sourceFiles(questions, flags), path);
  const written = explained(told, () => readKustomization(folder));
  const context = {
    variable: (name: string) => questions.variable(name),
    hasFolder: (component: string) => folder.holdsFolder(component),
  };
  const changed = edited(written.kustomization, source, context);
  // What follows computes for as long as its patterns and charts like: not on a thread that serves others.
  questions.expectComputing();
  const file = path === '' ? written.fileName : `${path}/${written.fileName}`;
  const objects = explained(
    { ...told, placed: (place) => placeOfOverride(place, file, written.kustomization) },
    () =>
      build(folder, { ...optionsOf(request, flags, questions), bases, file: { ...written, kustomization: changed } })
        .resources,
  );
  return objects.map(({ object }, index) => ({
    object: object as Json as unknown as KubeObject,
    file,
    document: index + 1,
  }));
}

/** Those of the version that the source names, or else those for all. */
function buildOptions({ source, settings: { kustomizeBuildOptions } }: SourceRequest): string {
  const version = source.kustomize?.version ?? '';
  const key = Object.hasOwn(kustomizeBuildOptions, version) ? version : '';
  return kustomizeBuildOptions[key] ?? '';
}

function optionsOf({ source }: SourceRequest, flags: KustomizeFlags, questions: Questions): BuildOptions {
  const { kubeVersion = '', apiVersions = [] } = source.kustomize ?? {};
  return {
    helm: flags.helm,
    managedByLabel: flags.managedByLabel,
    version: VERSION,
    ...(flags.reorder === undefined ? {} : { reorder: flags.reorder }),
    charts: { kubeVersion, apiVersions },
    moment: {
      now: () => BigInt(questions.moment().instant) * 1_000_000n,
      random: seededRandom(() => questions.moment().entropy),
    },
  };
}

/** What an Application adds to a list of its kustomization stands behind what the file has there. */
function placeOfOverride(place: string, file: string, { components, patches }: Kustomization): string {
  const [, list = '', index = '', rest = ''] = /^: (components|patches)\[(\d+)\](.*)$/.exec(after(place, file)) ?? [];
  if (list === '') return place;
  const inFile = (list === 'components' ? components : patches).length;
  return Number(index) < inFile ? place : `spec.source.kustomize.${list}[${Number(index) - inFile}]${rest}`;
}

function after(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : '';
}

interface Told {
  /** Options, as they are written. */
  readonly text: string;
  readonly path: string;
  readonly placed: (place: string) => string;
}

/** With the command before it, as the condition of an Application shows it, and behind it the place that it is about. */
function explained<T>({ text, path, placed }: Told, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isOurs = error instanceof AppError && (error.code.startsWith('kustomize.') || error.code.startsWith('helm.'));
    if (!isOurs) throw error;
    const command = ['kustomize build', shownPath(path), ...(text === '' ? [] : [text])].join(' ');
    const place = error instanceof KustomizeFault ? error.place?.replace(`${SHOWN_ROOT}/`, '') : undefined;
    throw new AppError({
      code: error.code === REPOSITORY ? REPOSITORY : 'kustomize.failed',
      kind: error.kind,
      message: `\`${command}\` failed exit status 1: Error: ${error.message}${place === undefined ? '' : ` (at ${placed(place)})`}`,
      cause: error,
    });
  }
}
