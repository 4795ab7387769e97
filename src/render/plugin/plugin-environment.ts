/**
 * The variables that a plugin's commands get (P3): build variables, the user's with the prefix `ARGOCD_ENV_`, and parameters
 * as one JSON text and as a variable each. The user can set no other.
 */
import type { ApplicationSourcePlugin, EnvEntry } from '../../api/application/fields.ts';
import { sortedKeys } from '../../base/json/byte-order.ts';
import { goJson } from '../../base/json/stringify.ts';
import { substitute } from '../build-environment/substitute.ts';

type Parameter = NonNullable<ApplicationSourcePlugin['parameters']>[number];

/** In the order of Argo CD, so that the last of a name counts as there. */
const BUILD_VARIABLES = [
  'ARGOCD_APP_NAME',
  'ARGOCD_APP_NAMESPACE',
  'ARGOCD_APP_PROJECT_NAME',
  'ARGOCD_APP_REVISION',
  'ARGOCD_APP_REVISION_SHORT',
  'ARGOCD_APP_REVISION_SHORT_8',
  'ARGOCD_APP_SOURCE_REPO_URL',
  'ARGOCD_APP_SOURCE_PATH',
  'ARGOCD_APP_SOURCE_TARGET_REVISION',
  'KUBE_VERSION',
  'KUBE_API_VERSIONS',
] as const;

/** `plugin`: what the source says; undefined where the plugin was found by its rule for a source that says nothing. */
export function pluginEnvironment(
  plugin: ApplicationSourcePlugin | undefined,
  variable: (name: string) => string | undefined,
): readonly EnvEntry[] {
  const build = new Map<string, string>(BUILD_VARIABLES.map((name) => [name, variable(name) ?? '']));
  const entries = [...build].map(([name, value]) => ({ name, value }));
  if (plugin === undefined) return entries;
  const given = (plugin.env ?? []).map(({ name, value }) => ({
    name: `ARGOCD_ENV_${name}`,
    value: substitute(value, (reference) => build.get(reference)),
  }));
  return [...entries, ...given, ...parameterVariables(plugin.parameters)];
}

function parameterVariables(parameters: readonly Parameter[] | undefined): readonly EnvEntry[] {
  const all = { name: 'ARGOCD_APP_PARAMETERS', value: parametersText(parameters) };
  return [all, ...(parameters ?? []).flatMap(variablesOf)];
}

/** As Go writes it: `null` where none are given, members by name. */
function parametersText(parameters: readonly Parameter[] | undefined): string {
  if (parameters === undefined) return 'null';
  const values = parameters.map(({ name = '', string, map, array }) => ({
    ...(isGiven(array) ? { array } : {}),
    ...(isGiven(map) ? { map: Object.fromEntries(sortedKeys(map).map((key) => [key, map[key] ?? ''])) } : {}),
    name,
    ...(isGiven(string) ? { string } : {}),
  }));
  return goJson(values);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

function variablesOf({ name = '', string, map, array }: Parameter): readonly EnvEntry[] {
  const base = `PARAM_${escaped(name)}`;
  const single = isGiven(string) ? [{ name: base, value: string }] : [];
  const members = sortedKeys(map ?? {}).map((key) => ({
    name: `${base}_${escaped(key)}`,
    value: map?.[key] ?? '',
  }));
  const elements = (array ?? []).map((value, index) => ({ name: `${base}_${index}`, value }));
  return [...single, ...members, ...elements];
}

/** Names of variables have capital letters, digits and underscores only. */
function escaped(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9_]/gu, '_');
}
