/** From the objects of the control plane's namespace to one `Installation`. Pure. */
import type { AppProject } from '../../api/app-project/fields.ts';
import { compareBytes } from '../../base/json/byte-order.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { mapData, secretData } from '../../kube/object/secret-data.ts';
import type { Installation, RepositoryRecord, Settings } from '../../ports/settings.ts';
import { clusterRecords } from './cluster-records.ts';
import type { EnvironmentProxies } from './environment-proxy.ts';
import { findRepository, readRepository, readTemplate, repositoryRecord } from './repository-records.ts';
import { ARGOCD_SECRET, type LabelledSecrets, resolveReference } from './secret-references.ts';

export const PART_OF = 'app.kubernetes.io/part-of';
export const SECRET_TYPE = 'argocd.argoproj.io/secret-type';

/** Objects by name, in the order of their names. */
export interface SettingsObjects {
  readonly maps: ReadonlyMap<string, KubeObject>;
  readonly secrets: ReadonlyMap<string, KubeObject>;
  readonly projects: ReadonlyMap<string, AppProject>;
}

/** What the process itself was told. */
export interface ProcessSettings {
  readonly proxies?: EnvironmentProxies | undefined;
  /** By their keys in `argocd-cmd-params-cm`, which they go before. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** `previous` gives its settings on where none of them changed, so that their version stays. */
export function snapshotOf(
  objects: SettingsObjects,
  previous: Installation | undefined,
  { proxies, parameters = {} }: ProcessSettings = {},
): Installation {
  const secretsOfType = (type: string) =>
    [...objects.secrets.values()].filter(({ metadata }) => metadata.labels?.[SECRET_TYPE] === type);
  const settings = settingsOf(objects, parameters, previous?.settings);
  const templates = secretsOfType('repo-creds').map((secret) => readTemplate(secretData(secret)));
  const own = secretsOfType('repository').map((secret) => readRepository(secretData(secret)));
  const trust = {
    certificates: mapData(objects.maps.get('argocd-tls-certs-cm')),
    knownHosts: mapData(objects.maps.get('argocd-ssh-known-hosts-cm'))['ssh_known_hosts'] ?? '',
  };
  const sources = { templates, trust, proxies };
  const labelled = labelledSecrets(objects.secrets);
  return {
    settings,
    projects: objects.projects,
    clusters: clusterRecords(secretsOfType('cluster'), settings.cm),
    repositories: own.map((repository) => repositoryRecord(repository, repository.url, sources)),
    gpgKeys: Object.entries(mapData(objects.maps.get('argocd-gpg-keys-cm')))
      .sort(([a], [b]) => compareBytes(a, b))
      .map(([, key]) => key),
    repositoryFor: remembered((url, project) => repositoryRecord(findRepository(own, url, project), url, sources)),
    recordFor(data) {
      const told = readRepository(data);
      return repositoryRecord(told, told.url, sources);
    },
    secretFor: (reference) => resolveReference(reference, labelled),
  };
}

/** Repositories that are remembered; charts and bases may name any number. */
const REMEMBERED = 4096;

/** Each Application asks for the same record several times in each look, and a snapshot never answers anew. */
function remembered(find: Installation['repositoryFor']): Installation['repositoryFor'] {
  const known = new Map<string, RepositoryRecord>();
  return (url, project) => {
    const key = `${project}\n${url}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(url, project);
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, found);
    return found;
  };
}

function settingsOf(
  objects: SettingsObjects,
  parameters: Readonly<Record<string, string>>,
  previous: Settings | undefined,
): Settings {
  const cm = mapData(objects.maps.get('argocd-cm'));
  const commandParameters = { ...mapData(objects.maps.get('argocd-cmd-params-cm')), ...parameters };
  const rbac = mapData(objects.maps.get('argocd-rbac-cm'));
  const secret = secretData(objects.secrets.get(ARGOCD_SECRET));
  if (
    previous !== undefined &&
    sameTexts(previous.cm, cm) &&
    sameTexts(previous.commandParameters, commandParameters) &&
    sameTexts(previous.rbac, rbac) &&
    sameTexts(revealed(previous.secret), revealed(secret))
  ) {
    return previous;
  }
  return { version: (previous?.version ?? 0) + 1, cm, commandParameters, rbac, secret };
}

/** Only for comparing; kept nowhere. */
function revealed(secret: Settings['secret']): Readonly<Record<string, string>> {
  return Object.fromEntries([...secret].map(([key, value]) => [key, value.reveal()]));
}

function sameTexts(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && left[key] === right[key]);
}

/** `argocd-secret` is read even where its label was forgotten. */
function labelledSecrets(secrets: ReadonlyMap<string, KubeObject>): LabelledSecrets {
  const readable = [...secrets].filter(
    ([name, { metadata }]) => name === ARGOCD_SECRET || metadata.labels?.[PART_OF] === 'argocd',
  );
  return new Map(readable.map(([name, secret]) => [name, secretData(secret)]));
}
