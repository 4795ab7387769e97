/** What `app unset` takes away from a source. Pure. */
import type {
  ApplicationSource,
  ApplicationSourceHelm,
  ApplicationSourceKustomize,
} from '../../../api/application/fields.ts';
import { isEmptyHelm } from './change-helm.ts';
import { isEmptyKustomize, isSameImage } from './change-kustomize.ts';
import { type GivenFlags, givenSwitch, givenTexts } from './given-flags.ts';

export type Unset =
  | { readonly kind: 'changed'; readonly source: ApplicationSource }
  | { readonly kind: 'unchanged' }
  /** No flag is about the tool of this source. */
  | { readonly kind: 'nothing-asked' };

const KUSTOMIZE_FLAGS = [
  'nameprefix',
  'namesuffix',
  'kustomize-version',
  'kustomize-namespace',
  'kustomize-image',
  'kustomize-replica',
  'ignore-missing-components',
];
const HELM_FLAGS = ['parameter', 'values', 'values-literal', 'ignore-missing-value-files', 'pass-credentials'];

export function unsetSource(before: ApplicationSource, given: GivenFlags): Unset {
  if (!isAnythingAsked(before, given)) return { kind: 'nothing-asked' };
  const { helm, kustomize, plugin, ref, ...rest } = before;
  const keptHelm = helm && withoutHelm(helm, given);
  const keptKustomize = kustomize && withoutKustomize(kustomize, given);
  const env = plugin?.env?.filter(({ name }) => !givenTexts(given, 'plugin-env').includes(name));
  const source: ApplicationSource = {
    ...rest,
    ...(keptHelm && !isEmptyHelm(keptHelm) ? { helm: keptHelm } : {}),
    ...(keptKustomize && !isEmptyKustomize(keptKustomize) ? { kustomize: keptKustomize } : {}),
    ...(plugin ? { plugin: { ...plugin, ...(env ? { env } : {}) } } : {}),
    ...(ref && !givenSwitch(given, 'ref') ? { ref } : {}),
  };
  const isChanged =
    (ref && source.ref === undefined) ||
    keptHelm !== helm ||
    keptKustomize !== kustomize ||
    env?.length !== plugin?.env?.length;
  return isChanged ? { kind: 'changed', source } : { kind: 'unchanged' };
}

function isAnythingAsked({ helm, kustomize, plugin, ref }: ApplicationSource, given: GivenFlags): boolean {
  if (ref && givenSwitch(given, 'ref')) return true;
  const isAsked = (names: readonly string[]): boolean => names.some((name) => given[name] !== undefined);
  if (kustomize && !isAsked(KUSTOMIZE_FLAGS)) return false;
  if (helm && !isAsked(HELM_FLAGS)) return false;
  if (plugin && !isAsked(['plugin-env'])) return false;
  return isAsked([...KUSTOMIZE_FLAGS, ...HELM_FLAGS, 'plugin-env', 'ref']);
}

/** The same object where nothing goes. */
function withoutHelm(helm: ApplicationSourceHelm, given: GivenFlags): ApplicationSourceHelm {
  const names = givenTexts(given, 'parameter');
  const files = givenTexts(given, 'values');
  const switched = {
    values: 'values-literal',
    valuesObject: 'values-literal',
    ignoreMissingValueFiles: 'ignore-missing-value-files',
    passCredentials: 'pass-credentials',
  };
  return kept(helm, keysGone(switched, given), {
    parameters: withoutSome(helm.parameters, ({ name = '' }) => names.includes(name)),
    valueFiles: withoutSome(helm.valueFiles, (file) => files.includes(file)),
  });
}

/** The same object where nothing goes. */
function withoutKustomize(kustomize: ApplicationSourceKustomize, given: GivenFlags): ApplicationSourceKustomize {
  const images = givenTexts(given, 'kustomize-image');
  const replicas = givenTexts(given, 'kustomize-replica');
  const switched = {
    namePrefix: 'nameprefix',
    nameSuffix: 'namesuffix',
    version: 'kustomize-version',
    namespace: 'kustomize-namespace',
    ignoreMissingComponents: 'ignore-missing-components',
  };
  return kept(kustomize, keysGone(switched, given), {
    images: withoutSome(kustomize.images, (image) => images.some((one) => isSameImage(one, image))),
    replicas: withoutSome(kustomize.replicas, ({ name }) => replicas.includes(name)),
  });
}

function withoutSome<T>(list: readonly T[] | undefined, goes: (one: T) => boolean): readonly T[] | undefined {
  return list?.some(goes) ? list.filter((one) => !goes(one)) : list;
}

/** `flags`: the flag that takes each key away. */
function keysGone(flags: Readonly<Record<string, string>>, given: GivenFlags): ReadonlySet<string> {
  return new Set(Object.keys(flags).filter((key) => givenSwitch(given, flags[key] ?? '')));
}

function kept<T extends object>(
  before: T,
  gone: ReadonlySet<string>,
  lists: { readonly [K in keyof T]?: T[K] | undefined },
): T {
  const isGone = ([key, value]: readonly [string, unknown]): boolean => gone.has(key) && Boolean(value);
  const all = Object.entries({ ...before, ...lists });
  const rest = all.filter((entry) => entry[1] !== undefined && !isGone(entry));
  const isSame = Object.entries(lists).every(([key, list]) => list === before[key as keyof T]);
  if (isSame && !Object.entries(before).some(isGone)) return before;
  return Object.fromEntries(rest) as T;
}
