/** Settings, projects and credentials from files, as an installation would have them in its namespace. */
import { type AppProject, appProject } from '../../../api/app-project/fields.ts';
import { decode } from '../../../api/schema/decode.ts';
import { compareBytes } from '../../../base/json/byte-order.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { Installation, InstallationPort } from '../../../ports/settings.ts';
import { environmentProxies, installationOf } from '../../../services/installation/index.ts';
import { readObjects, readText } from './read-objects.ts';

export interface FileInstallation extends InstallationPort {
  /** A project that no file tells of permits everything. */
  admit(project: string): void;
}

/** Throws faults of reading the files. */
export function installationOfFiles(files: readonly string[]): FileInstallation {
  return installationOfObjects(files.flatMap((file) => readObjects(readText(file), file).map(({ object }) => object)));
}

/** ConfigMaps, Secrets and AppProjects; others are passed over. */
export function installationOfObjects(objects: readonly KubeObject[]): FileInstallation {
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  const decoded = ofKind('AppProject').map((object) => decode(appProject, object));
  const projects = new Map(decoded.map((project) => [project.metadata.name ?? '', project]));
  const current: Installation = installationOf(
    { maps: byName(ofKind('ConfigMap')), secrets: byName(ofKind('Secret')), projects },
    undefined,
    { proxies: environmentProxies((name) => process.env[name]) },
  );
  return {
    current: () => current,
    subscribe: () => () => undefined,
    admit(name) {
      if (!projects.has(name)) projects.set(name, permissive(name));
    },
  };
}

function permissive(name: string): AppProject {
  const spec = { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] };
  return decode(appProject, { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name }, spec });
}

function byName(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  const named = objects.map((object) => [object.metadata.name ?? '', object] as const);
  return new Map(named.sort(([a], [b]) => compareBytes(a, b)));
}
