/** `--diff`: what two renders make differently, object by object, the values of Secrets hidden. Pure. */
import { maskSecrets } from '../../../engine/mask/index.ts';
import { type KubeObject, keyOf, keyText } from '../../../kube/object/kube-object.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { unifiedDiff } from '../../cli/print/unified-diff.ts';

/** Headers are those of `argocd app diff`; `names` stand for the two states. Empty where nothing differs. */
export function printDifferences(
  before: readonly KubeObject[],
  after: readonly KubeObject[],
  names: { readonly before: string; readonly after: string },
): string {
  const old = byKey(before);
  const fresh = byKey(after);
  const keys = new Set([...fresh.keys(), ...old.keys()]);
  return [...keys].map((key) => difference(old.get(key), fresh.get(key), names)).join('');
}

function difference(
  old: KubeObject | undefined,
  fresh: KubeObject | undefined,
  names: { readonly before: string; readonly after: string },
): string {
  const shown = fresh ?? old;
  if (shown === undefined || textOf(old) === textOf(fresh)) return '';
  const [hiddenOld, hiddenFresh] = maskSecrets([old, fresh]);
  const { group, kind, namespace, name } = keyOf(shown);
  const header = `===== ${group}/${kind} ${namespace}/${name} ======`;
  const text = unifiedDiff(textOf(hiddenOld), textOf(hiddenFresh), names);
  return text === '' ? '' : `${header}\n${text}`;
}

/** Several of one key are told apart by their order. */
function byKey(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  const found = new Map<string, KubeObject>();
  for (const object of objects) {
    const key = `${keyText(keyOf(object))} ${object.metadata.generateName ?? ''}`;
    let [numbered, number] = [key, 1];
    while (found.has(numbered)) numbered = `${key} ${++number}`;
    found.set(numbered, object);
  }
  return found;
}

function textOf(object: KubeObject | undefined): string {
  return object === undefined ? '' : writeYaml(object);
}
