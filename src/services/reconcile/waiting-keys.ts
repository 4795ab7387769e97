/**
 * Keys that wait, taken by turns: of the projects one after the other, in a project of its repositories one after the other, in a
 * repository in the order in which they came. None delays another by having many.
 */
export interface KeyGroup {
  readonly project: string;
  readonly repository: string;
}

/** Groups whose last turn is remembered. */
const REMEMBERED = 5000;

export class WaitingKeys {
  readonly #projects = new Map<string, Map<string, Set<string>>>();
  readonly #groups = new Map<string, KeyGroup>();
  /** When a project, and a repository of it, had a turn; those that never had one come first. */
  readonly #served = new Map<string, number>();
  #turn = 0;

  get size(): number {
    return this.#groups.size;
  }

  has(key: string): boolean {
    return this.#groups.has(key);
  }

  /** A key waits once, in the group it was first added with. */
  add(key: string, group: KeyGroup): void {
    if (this.#groups.has(key)) return;
    this.#groups.set(key, group);
    const repositories = this.#projects.get(group.project) ?? new Map<string, Set<string>>();
    const keys = repositories.get(group.repository) ?? new Set<string>();
    this.#projects.set(group.project, repositories.set(group.repository, keys.add(key)));
  }

  delete(key: string): void {
    const group = this.#groups.get(key);
    if (group === undefined) return;
    this.#groups.delete(key);
    const repositories = this.#projects.get(group.project);
    const keys = repositories?.get(group.repository);
    keys?.delete(key);
    if (keys?.size === 0) repositories?.delete(group.repository);
    if (repositories?.size === 0) this.#projects.delete(group.project);
  }

  /** The next key of a group that may have one more; undefined where there is none. */
  take(mayHave: (group: KeyGroup) => boolean): { readonly key: string; readonly group: KeyGroup } | undefined {
    for (const project of this.#byTurn(this.#projects.keys(), (name) => projectId(name))) {
      const repositories = this.#projects.get(project);
      const open = [...(repositories?.keys() ?? [])].filter((repository) => mayHave({ project, repository }));
      for (const repository of this.#byTurn(open, (name) => repositoryId({ project, repository: name }))) {
        const [key] = repositories?.get(repository) ?? [];
        if (key === undefined) continue;
        this.delete(key);
        const group = { project, repository };
        this.#serve(projectId(project));
        this.#serve(repositoryId(group));
        return { key, group };
      }
    }
    return undefined;
  }

  clear(): void {
    this.#projects.clear();
    this.#groups.clear();
  }

  /** Whose last turn is the longest ago first; in the order of coming where that is equal. */
  #byTurn(names: Iterable<string>, idOf: (name: string) => string): readonly string[] {
    const turns = [...names].map((name) => ({ name, turn: this.#served.get(idOf(name)) ?? 0 }));
    if (turns.length > 1) turns.sort((one, other) => one.turn - other.turn);
    return turns.map(({ name }) => name);
  }

  #serve(id: string): void {
    this.#turn += 1;
    this.#served.delete(id);
    this.#served.set(id, this.#turn);
    for (const oldest of this.#served.keys()) {
      if (this.#served.size <= REMEMBERED) return;
      this.#served.delete(oldest);
    }
  }
}

function projectId(project: string): string {
  return `project ${project}`;
}

function repositoryId({ project, repository }: KeyGroup): string {
  return `repository ${JSON.stringify([project, repository])}`;
}
