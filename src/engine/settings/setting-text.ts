/** Values of ConfigMaps: texts that stand for something else. */
import { readDuration } from '../../base/duration.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';

export type SettingTexts = Readonly<Record<string, string>>;

/** The text of a key; empty where it is absent. */
export function settingText(texts: SettingTexts, key: string): string {
  return Object.hasOwn(texts, key) ? (texts[key] ?? '') : '';
}

/** `"true"` and `"false"`; the default for anything else. */
export function settingFlag(texts: SettingTexts, key: string, otherwise: { readonly default: boolean }): boolean {
  const text = settingText(texts, key).trim();
  return text === 'true' ? true : text === 'false' ? false : otherwise.default;
}

/** A whole number; the default for what is none. */
export function settingNumber(texts: SettingTexts, key: string, otherwise: number): number {
  const text = settingText(texts, key).trim();
  return /^-?\d{1,15}$/.test(text) ? Number(text) : otherwise;
}

/** Milliseconds of a duration such as `120s`; the default for what is none. */
export function settingDuration(texts: SettingTexts, key: string, otherwise: number): number {
  return readDuration(settingText(texts, key).trim()) ?? otherwise;
}

/** Entries of a comma or line list. */
export function settingList(texts: SettingTexts, key: string): readonly string[] {
  return settingText(texts, key)
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The YAML under a key; null where it is absent. Throws `settings.invalid` (user), which names the key. */
export function settingYaml(texts: SettingTexts, key: string): Json {
  const text = settingText(texts, key);
  return text === '' ? null : parseSetting(text, key);
}

/** The same for a text that was already found. */
export function parseSetting(text: string, key: string): Json {
  try {
    return readYaml(text);
  } catch (cause) {
    throw invalidSetting(key, messageOf(cause), cause);
  }
}

export function invalidSetting(key: string, reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'settings.invalid',
    kind: 'user',
    message: `cannot read the key "${key}" of argocd-cm: ${reason}`,
    cause,
  });
}
