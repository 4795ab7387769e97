/** Where Applications may stand (features U2). */
import { matchesPattern } from '../../base/text-pattern.ts';
import { type SettingTexts, settingList } from './setting-text.ts';

/** `application.namespaces` of argocd-cmd-params-cm: globs, or regular expressions between slashes. */
export function applicationNamespaces(parameters: SettingTexts): readonly string[] {
  return settingList(parameters, 'application.namespaces');
}

/** Whether Applications of a namespace are looked at: those of the control plane's always are. */
export function isApplicationNamespace(
  patterns: readonly string[],
  namespace: string,
  controlNamespace: string,
): boolean {
  return namespace === controlNamespace || patterns.some((pattern) => matchesPattern(pattern, namespace));
}
