/**
 * `configManagementPlugins` of argocd-cm: plugins as Argo CD took them before 2.8, where their commands ran in the repo-server.
 * Nothing runs them now; what they become is told (S3; Argo CD: "Migrating from argocd-cm plugins").
 */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { writeYaml } from '../../lang/yaml/write.ts';

const KEY = 'configManagementPlugins';

export interface OldPlugin {
  readonly name: string;
  readonly init: JsonObject | undefined;
  readonly generate: JsonObject;
}

/** In the order written. What cannot be read, or has no name or command, is left out. */
export function oldPlugins(cm: Readonly<Record<string, string>>): readonly OldPlugin[] {
  return entriesOf(Object.hasOwn(cm, KEY) ? (cm[KEY] ?? '') : '').flatMap((entry) => {
    const name = textAt(entry, 'name') ?? '';
    const generate = commandAt(entry, 'generate');
    return name === '' || generate === undefined ? [] : [{ name, init: commandAt(entry, 'init'), generate }];
  });
}

function entriesOf(text: string): readonly Json[] {
  try {
    const value = readYaml(text);
    return isList(value) ? value : [];
  } catch {
    return [];
  }
}

function commandAt(entry: Json, key: string): JsonObject | undefined {
  const value = isObject(entry) && Object.hasOwn(entry, key) ? entry[key] : undefined;
  return isObject(value) && isList(value['command']) && value['command'].length > 0 ? value : undefined;
}

/** What a person reads who has an Application with such a plugin; undefined where none has this name. */
export function oldPluginAdvice(cm: Readonly<Record<string, string>>, name: string): string | undefined {
  if (!oldPlugins(cm).some((plugin) => plugin.name === name)) return undefined;
  const where = `${JSON.stringify(name)} is configured under ${KEY} in argocd-cm, which is not read any more (removed in Argo CD 2.8)`;
  return `${where}: "argocd admin settings migrate-plugins --argocd-cm-path FILE" prints what takes its place`;
}

/** The documents as such: what `tiphys up --plugins DIR` runs, one file each. */
export function pluginDocument({ name, init, generate }: OldPlugin): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ConfigManagementPlugin',
    metadata: { name },
    spec: { ...(init === undefined ? {} : { init }), generate },
  };
}

export interface Migration {
  /** A ConfigMap with the document of each plugin, to be applied. */
  readonly configMap: string;
  /** A patch of the Deployment argocd-repo-server that runs each as a sidecar. */
  readonly patch: string;
}

const VOLUMES = { sockets: 'plugins', binary: 'var-files', documents: 'migrated-plugins' } as const;

/** What takes the place of the key, for a namespace. The image of the sidecars is the reader's to choose. */
export function migrateOldPlugins(plugins: readonly OldPlugin[], namespace: string): Migration {
  const data = Object.fromEntries(
    plugins.map((plugin) => [`${labelOf(plugin)}.yaml`, writeYaml(pluginDocument(plugin))]),
  );
  const metadata = { name: VOLUMES.documents, namespace };
  const patch = {
    spec: {
      template: {
        spec: {
          containers: plugins.map(sidecarOf),
          volumes: [
            { name: VOLUMES.documents, configMap: { name: VOLUMES.documents } },
            ...plugins.map((plugin) => ({ name: `tmp-${labelOf(plugin)}`, emptyDir: {} })),
          ],
        },
      },
    },
  };
  return { configMap: writeYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }), patch: writeYaml(patch) };
}

function sidecarOf(plugin: OldPlugin): JsonObject {
  const label = labelOf(plugin);
  return {
    name: label,
    image: 'REPLACE-WITH-AN-IMAGE-THAT-HAS-THE-TOOLS',
    command: ['/var/run/argocd/argocd-cmp-server'],
    securityContext: { runAsNonRoot: true, runAsUser: 999 },
    volumeMounts: [
      { mountPath: '/var/run/argocd', name: VOLUMES.binary },
      { mountPath: '/home/argocd/cmp-server/plugins', name: VOLUMES.sockets },
      { mountPath: '/home/argocd/cmp-server/config/plugin.yaml', subPath: `${label}.yaml`, name: VOLUMES.documents },
      { mountPath: '/tmp', name: `tmp-${label}` },
    ],
  };
}

/** As containers, volumes and keys may be named. */
function labelOf({ name }: OldPlugin): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return label.slice(0, 50) || 'plugin';
}
