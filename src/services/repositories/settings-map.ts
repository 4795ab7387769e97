/** ConfigMaps of the control plane whose keys people edit one by one through the API. */
import { AppError, hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { mapData } from '../../kube/object/secret-data.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const ATTEMPTS = 5;

export interface SettingsMap {
  readonly kube: KubePort;
  readonly namespace: string;
  readonly name: string;
}

export type Texts = Readonly<Record<string, string>>;

/** Its texts; none where the ConfigMap is not there. */
export async function readMap(map: SettingsMap): Promise<Texts> {
  return mapData(await found(map));
}

/**
 * Writes what `change` makes of the texts, on what is there now; made where it was missing, left alone where nothing changes.
 * Answers `change`'s result. Throws `kube.conflict` where others write without end, and what `change` throws.
 */
export async function editMap<T>(
  map: SettingsMap,
  change: (texts: Texts) => { readonly texts: Texts; readonly result: T },
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const object = await found(map);
    const before = mapData(object);
    const { texts, result } = change(before);
    try {
      await write(map, { object, before, texts });
      return result;
    } catch (error) {
      const isRace = error instanceof AppError && hasCode(error, 'kube.conflict', 'kube.already-exists');
      if (!isRace || attempt === ATTEMPTS) throw error;
    }
  }
}

async function found({ kube, namespace, name }: SettingsMap): Promise<KubeObject | undefined> {
  try {
    return await kube.get({ type: MAPS, namespace, name });
  } catch (error) {
    if (hasCode(error, 'kube.not-found')) return undefined;
    throw error;
  }
}

interface Writing {
  readonly object: KubeObject | undefined;
  readonly before: Texts;
  readonly texts: Texts;
}

async function write({ kube, namespace, name }: SettingsMap, { object, before, texts }: Writing): Promise<void> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(texts)])];
  const changed = keys.filter((key) => before[key] !== texts[key]);
  if (changed.length === 0) return;
  if (object === undefined) {
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'argocd' };
    const metadata = { name, namespace, labels };
    await kube.create(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: texts });
    return;
  }
  const { resourceVersion } = object.metadata;
  const data = Object.fromEntries(changed.map((key) => [key, texts[key] ?? null]));
  const patch = JSON.stringify({ metadata: { resourceVersion }, data });
  await kube.patch({ type: MAPS, namespace, name }, 'merge', patch);
}
