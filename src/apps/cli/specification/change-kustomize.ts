/** What flags make of the options of a kustomization. Pure. */
import {
  type ApplicationSourceKustomize,
  applicationSourceKustomize,
  type KustomizeReplica,
} from '../../../api/application/fields.ts';
import { encodeJson } from '../../../api/schema/encode.ts';
import { AppError } from '../../../base/errors.ts';
import { FATAL } from '../command.ts';
import { parseKeyValues } from '../key-value.ts';
import { type GivenFlags, givenSwitch, givenText, givenTexts } from './given-flags.ts';
import { splitNamed, withEntry } from './named-entries.ts';

/** Undefined where nothing is left. Throws `cli.fatal` and `cli.key-value` (user). */
export function changedKustomize(
  before: ApplicationSourceKustomize | undefined,
  given: GivenFlags,
): ApplicationSourceKustomize | undefined {
  const images = givenTexts(given, 'kustomize-image').reduce(withImage, before?.images);
  const replicas = givenTexts(given, 'kustomize-replica').reduce(withReplica, before?.replicas);
  const apiVersions = givenTexts(given, 'kustomize-api-versions');
  const after: ApplicationSourceKustomize = {
    ...before,
    ...texts(given),
    ...switches(given),
    ...maps(given),
    ...(apiVersions.length > 0 ? { apiVersions } : {}),
    ...(images ? { images } : {}),
    ...(replicas ? { replicas } : {}),
  };
  return isEmptyKustomize(after) ? undefined : after;
}

export function isEmptyKustomize(kustomize: ApplicationSourceKustomize): boolean {
  return encodeJson(applicationSourceKustomize, kustomize) === '{}';
}

/** Whether both are about one image: the same before what the second has first of `=`, `:`, `@`. */
export function isSameImage(image: string, other: string): boolean {
  const mark = ['=', ':', '@'].find((one) => other.includes(one)) ?? ':';
  return image.split(mark, 1)[0] === other.split(mark, 1)[0];
}

function withImage(images: readonly string[] | undefined, image: string): readonly string[] {
  const at = (images ?? []).findIndex((other) => isSameImage(other, image));
  return at < 0 ? [...(images ?? []), image] : (images ?? []).with(at, image);
}

function withReplica(replicas: readonly KustomizeReplica[] | undefined, text: string): readonly KustomizeReplica[] {
  const { name, text: count } = splitNamed(text, 'parameter of the form name=count');
  if (!/^[-+]?\d{1,9}$/.test(count)) {
    throw new AppError({ code: FATAL, kind: 'user', message: `expected integer value for count. Received: ${count}` });
  }
  return withEntry(replicas, { name, count: Number(count) });
}

const TEXTS = {
  namePrefix: 'nameprefix',
  nameSuffix: 'namesuffix',
  version: 'kustomize-version',
  namespace: 'kustomize-namespace',
  kubeVersion: 'kustomize-kube-version',
} as const;

function texts(given: GivenFlags): ApplicationSourceKustomize {
  const found = Object.entries(TEXTS).map(([key, name]) => [key, givenText(given, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value));
}

const SWITCHES = {
  labelWithoutSelector: 'kustomize-label-without-selector',
  labelIncludeTemplates: 'kustomize-label-include-templates',
  forceCommonLabels: 'kustomize-force-common-label',
  forceCommonAnnotations: 'kustomize-force-common-annotation',
  ignoreMissingComponents: 'ignore-missing-components',
} as const;

/** `=false` switches off what was on. */
function switches(given: GivenFlags): ApplicationSourceKustomize {
  const found = Object.entries(SWITCHES).map(([key, name]) => [key, givenSwitch(given, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

const MAPS = { commonLabels: 'kustomize-common-label', commonAnnotations: 'kustomize-common-annotation' } as const;

function maps(given: GivenFlags): ApplicationSourceKustomize {
  const found = Object.entries(MAPS).flatMap(([key, name]) => {
    const given_ = givenTexts(given, name);
    return given_.length === 0 ? [] : [[key, mapOf(given_)] as const];
  });
  return Object.fromEntries(found);
}

function mapOf(texts_: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parseKeyValues(texts_).map(({ key, value }) => [key, value]));
}
