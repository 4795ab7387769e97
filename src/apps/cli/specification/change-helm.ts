/** What flags make of the options of a chart. Pure. */
import {
  type ApplicationSourceHelm,
  applicationSourceHelm,
  type HelmParameter,
} from '../../../api/application/fields.ts';
import { encodeJson } from '../../../api/schema/encode.ts';
import { AppError } from '../../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { FATAL } from '../command.ts';
import { type GivenFlags, givenSwitch, givenText, givenTexts } from './given-flags.ts';
import { splitNamed, withEntry } from './named-entries.ts';

export interface HelmChange {
  readonly given: GivenFlags;
  /** Content of `--values-literal-file`. */
  readonly valuesText: string | undefined;
}

/** Undefined where nothing is left. Throws `cli.fatal` (user). */
export function changedHelm(
  before: ApplicationSourceHelm | undefined,
  { given, valuesText }: HelmChange,
): ApplicationSourceHelm | undefined {
  const valueFiles = givenTexts(given, 'values');
  const apiVersions = givenTexts(given, 'helm-api-versions');
  const after: ApplicationSourceHelm = {
    ...before,
    ...texts(given),
    ...switches(given),
    ...(valueFiles.length > 0 ? { valueFiles } : {}),
    ...(apiVersions.length > 0 ? { apiVersions } : {}),
    ...(valuesText ? { valuesObject: readValues(valuesText), values: '' } : {}),
    ...parameters(before, given),
  };
  return isEmptyHelm(after) ? undefined : after;
}

/** Sets parameters as `--helm-set` does. Throws `cli.fatal` (user). */
export function withHelmParameters(
  before: readonly HelmParameter[] | undefined,
  sets: readonly string[],
  { forceString }: { readonly forceString: boolean },
): readonly HelmParameter[] | undefined {
  return sets.reduce<readonly HelmParameter[] | undefined>((list, set) => {
    const { name, text } = splitNamed(set, 'helm parameter of the form param=value');
    return withEntry(list, { name, value: withCommas(text), ...(forceString ? { forceString } : {}) });
  }, before);
}

export function isEmptyHelm(helm: ApplicationSourceHelm): boolean {
  return encodeJson(applicationSourceHelm, helm) === '{}';
}

function texts(given: GivenFlags): ApplicationSourceHelm {
  const [releaseName, version] = [givenText(given, 'release-name'), givenText(given, 'helm-version')];
  const [namespace, kubeVersion] = [givenText(given, 'helm-namespace'), givenText(given, 'helm-kube-version')];
  return {
    ...(releaseName ? { releaseName } : {}),
    ...(version ? { version } : {}),
    ...(namespace ? { namespace } : {}),
    ...(kubeVersion ? { kubeVersion } : {}),
  };
}

const SWITCHES = {
  passCredentials: 'helm-pass-credentials',
  ignoreMissingValueFiles: 'ignore-missing-value-files',
  skipCrds: 'helm-skip-crds',
  skipTests: 'helm-skip-tests',
  skipSchemaValidation: 'helm-skip-schema-validation',
} as const;

/** `=false` switches off what was on. */
function switches(given: GivenFlags): ApplicationSourceHelm {
  const found = Object.entries(SWITCHES).map(([key, name]) => [key, givenSwitch(given, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** In the order of their flags' names, as Argo CD's command line takes them. */
function parameters(before: ApplicationSourceHelm | undefined, given: GivenFlags): ApplicationSourceHelm {
  const plain = withHelmParameters(before?.parameters, givenTexts(given, 'helm-set'), { forceString: false });
  const all = withHelmParameters(plain, givenTexts(given, 'helm-set-string'), { forceString: true });
  const files = givenTexts(given, 'helm-set-file').reduce((list, set) => {
    const { name, text } = splitNamed(set, 'helm file parameter of the form param=path');
    return withEntry(list, { name, path: withCommas(text) });
  }, before?.fileParameters);
  return { ...(all ? { parameters: all } : {}), ...(files ? { fileParameters: files } : {}) };
}

/** A comma separates parameters for Helm, unless a backslash stands before it. */
function withCommas(text: string): string {
  return text.replace(/([^\\]),/g, '$1\\,');
}

function readValues(text: string): JsonObject {
  const value: Json = readYaml(text);
  if (isObject(value)) return value;
  throw new AppError({ code: FATAL, kind: 'user', message: 'the file of --values-literal-file holds no mapping' });
}
