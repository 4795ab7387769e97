/** The sources of all Applications by where their repositories are, kept up to date: nobody looks through ten thousand for one push. */
import type { Application, ApplicationSource } from '../../api/application/fields.ts';
import { generatePaths } from '../../api/application/generate-paths.ts';
import { repositoryPlace } from '../../base/repository-place.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';
import { sourcesOf } from './sources.ts';

export interface IndexedSource {
  readonly repoURL: string;
  readonly targetRevision: string;
  readonly tagPrefix: string;
  /** From the root of the repository: only files there are of concern. Empty: every file is. */
  readonly paths: readonly string[];
}

export interface SourceIndex {
  /** By `repositoryPlace`. */
  at(place: string): Iterable<IndexedSource>;
  close(): void;
}

export function openSourceIndex(cache: ObjectCache): SourceIndex {
  return new Index(cache);
}

class Index implements SourceIndex {
  readonly #byPlace = new Map<string, Map<string, readonly IndexedSource[]>>();
  readonly #places = new Map<string, readonly string[]>();
  readonly close: () => void;

  constructor(cache: ObjectCache) {
    this.close = cache.subscribe(({ type, object }) => this.#set(object, type !== 'DELETED'));
    for (const object of cache.list()) this.#set(object, true);
  }

  *at(place: string): Iterable<IndexedSource> {
    for (const sources of this.#byPlace.get(place)?.values() ?? []) yield* sources;
  }

  #set(object: KubeObject, isThere: boolean): void {
    const { namespace = '', name = '' } = object.metadata;
    const app = `${namespace}/${name}`;
    for (const place of this.#places.get(app) ?? []) this.#forget(place, app);
    this.#places.delete(app);
    const found = isThere ? sourcesByPlace(object as unknown as Application) : new Map();
    if (found.size === 0) return;
    this.#places.set(app, [...found.keys()]);
    for (const [place, sources] of found) {
      const apps = this.#byPlace.get(place) ?? new Map();
      this.#byPlace.set(place, apps.set(app, sources));
    }
  }

  #forget(place: string, app: string): void {
    const apps = this.#byPlace.get(place);
    apps?.delete(app);
    if (apps?.size === 0) this.#byPlace.delete(place);
  }
}

function sourcesByPlace(app: Application): ReadonlyMap<string, readonly IndexedSource[]> {
  const found = new Map<string, IndexedSource[]>();
  if (app.spec === undefined) return found;
  const { sourceHydrator } = app.spec;
  const all: readonly ApplicationSource[] = sourceHydrator
    ? [...sourcesOf(app), sourceHydrator.drySource]
    : sourcesOf(app);
  for (const source of all) {
    const { repoURL = '', targetRevision = '', tagPrefix = '' } = source;
    const indexed = { repoURL, targetRevision, tagPrefix, paths: generatePaths(app, source) };
    for (const place of placesOf(source)) found.set(place, [...(found.get(place) ?? []), indexed]);
  }
  return found;
}

/** A chart of a registry is an artifact under the registry's address. */
function placesOf({ repoURL = '', chart }: ApplicationSource): readonly string[] {
  const own = repositoryPlace(repoURL);
  return chart ? [own, repositoryPlace(`${repoURL}/${chart}`)] : [own];
}
