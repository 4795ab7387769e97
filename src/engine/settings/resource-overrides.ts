/** `resource.customizations`: what an installation says about kinds, in the old map and in keys of their own (features B5). */
import { isObject, type Json, member, textAt } from '../../base/json-value.ts';
import { parseSetting, type SettingTexts, settingText, settingYaml } from './setting-text.ts';

export interface ResourceOverride {
  /** Globs; `*` and `*` for `.all`. */
  readonly group: string;
  readonly kind: string;
  readonly ignoreDifferences: Json;
  readonly ignoreResourceUpdates: Json;
  readonly knownTypeFields: Json;
  /** Lua; empty where there is none. */
  readonly health: string;
  readonly actions: string;
  readonly useOpenLibs: boolean;
}

const PREFIX = 'resource.customizations.';

/**
 * All overrides, exact kinds before patterns. A key of its own wins over the same part of the old map. Throws
 * `settings.invalid`, which names the key.
 */
export function resourceOverrides(cm: SettingTexts): readonly ResourceOverride[] {
  const overrides = new Map<string, ResourceOverride>();
  for (const [name, value] of Object.entries(asObject(settingYaml(cm, 'resource.customizations')))) {
    overrides.set(name, fromMap(name, value ?? null));
  }
  for (const key of Object.keys(cm).sort()) {
    const split = splitKey(key);
    if (split === undefined) continue;
    const before = overrides.get(split.name) ?? emptyOverride(split.name);
    overrides.set(split.name, { ...before, ...partOf(split.part, settingText(cm, key), key) });
  }
  return [...overrides.values()].sort((left, right) => breadth(left) - breadth(right));
}

type Part = 'ignoreDifferences' | 'ignoreResourceUpdates' | 'knownTypeFields' | 'health' | 'actions' | 'useOpenLibs';
const PARTS: readonly Part[] = [
  'ignoreDifferences',
  'ignoreResourceUpdates',
  'knownTypeFields',
  'health',
  'actions',
  'useOpenLibs',
];

/** `resource.customizations.health.apps_Deployment` → part `health`, name `apps/Deployment`; `all` → any kind. */
function splitKey(key: string): { readonly part: Part; readonly name: string } | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const rest = key.slice(PREFIX.length);
  const part = PARTS.find((candidate) => rest.startsWith(`${candidate}.`));
  if (part === undefined) return undefined;
  const target = rest.slice(part.length + 1);
  const pieces = target.split('_');
  if (target === '' || pieces.length > 2) return undefined;
  return { part, name: target === 'all' ? '*/*' : pieces.join('/') };
}

function partOf(part: Part, text: string, key: string): Partial<ResourceOverride> {
  switch (part) {
    case 'health':
      return { health: text };
    case 'actions':
      return { actions: text };
    case 'useOpenLibs':
      return { useOpenLibs: text.trim() === 'true' };
    default:
      return { [part]: parseSetting(text, key) };
  }
}

/** In the old map the parts are YAML texts again. */
function fromMap(name: string, value: Json): ResourceOverride {
  const yaml = (part: string): Json => {
    const found = member(value, part) ?? null;
    return typeof found === 'string' ? parseSetting(found, `resource.customizations: ${name}: ${part}`) : found;
  };
  return {
    ...emptyOverride(name),
    ignoreDifferences: yaml('ignoreDifferences'),
    ignoreResourceUpdates: yaml('ignoreResourceUpdates'),
    knownTypeFields: yaml('knownTypeFields'),
    health: textAt(value, 'health.lua') ?? '',
    actions: textAt(value, 'actions') ?? '',
    useOpenLibs: member(value, 'health.lua.useOpenLibs') === true,
  };
}

function emptyOverride(name: string): ResourceOverride {
  const slash = name.lastIndexOf('/');
  return {
    group: slash < 0 ? '' : name.slice(0, slash),
    kind: name.slice(slash + 1),
    ignoreDifferences: null,
    ignoreResourceUpdates: null,
    knownTypeFields: null,
    health: '',
    actions: '',
    useOpenLibs: false,
  };
}

function asObject(value: Json): Readonly<Record<string, Json | undefined>> {
  return isObject(value) ? value : {};
}

function breadth({ group, kind }: ResourceOverride): number {
  return (group.includes('*') ? 1 : 0) + (kind.includes('*') ? 2 : 0);
}
