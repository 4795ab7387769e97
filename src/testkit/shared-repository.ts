/** Many Applications of one repository, a folder each, asked for all at once as a controller does after a push. */
import type { TestRepository } from './git-repository.ts';
import { type RealSources, realSources, sourceRequest, valueMap, valuesOf } from './real-sources.ts';

/** Files of each Application. */
const FILES = 10;

export interface SharedRepository extends AsyncDisposable {
  readonly sources: RealSources;
  readonly repository: TestRepository;
  /** What is rendered of an Application that follows a branch, by its newest commit that is known. */
  render(app: number, branch?: string): Promise<readonly unknown[] | string>;
  /** Changes one file of one Application. */
  change(app: number, value: string, branch?: string): Promise<void>;
  /** Questions for refs, fetches and renders since the last look. */
  work(): { readonly questions: number; readonly fetches: number; readonly renders: number };
}

export async function sharedRepository(apps: number): Promise<SharedRepository> {
  const sources = await realSources();
  const repository = await sources.git.createTestRepository('mono');
  const files: Record<string, string> = {};
  for (let app = 0; app < apps; app += 1)
    for (let at = 0; at < FILES; at += 1) files[pathOf(app, at)] = valueMap('first', `cm-${at}`);
  await repository.commit({ files });
  const served = { 'ls-refs': 0, fetch: 0 };
  return {
    sources,
    repository,
    async render(app, branch = 'main') {
      const source = { repoURL: repository.url, targetRevision: branch, path: folderOf(app) };
      return valuesOf(await sources.service.render(sourceRequest(source, { appName: `a${app}`, refresh: 'cached' })));
    },
    async change(app, value, branch = 'main') {
      await repository.commit({ files: { [pathOf(app, 0)]: valueMap(value, 'cm-0') }, branch });
    },
    work() {
      const since = (kind: keyof typeof served): number => {
        const before = served[kind];
        served[kind] = sources.git.server.requests(kind);
        return served[kind] - before;
      };
      const renders = sources.metrics.value('renders_total');
      sources.metrics.reset();
      return { questions: since('ls-refs'), fetches: since('fetch'), renders };
    },
    [Symbol.asyncDispose]: () => sources[Symbol.asyncDispose](),
  };
}

/** All are rendered, one is changed, the push is told and all are rendered once more; then nothing has changed. */
export async function changeOne(apps: number) {
  await using shared = await sharedRepository(apps);
  const all = () => Promise.all(Array.from({ length: apps }, (_, app) => shared.render(app)));
  await all();
  const first = shared.work();
  const changed = Math.floor(apps / 2);
  await shared.change(changed, 'second');
  const moved = new Promise<void>((resolve) => shared.sources.service.onMoved(() => resolve()));
  shared.sources.service.notice(shared.repository.url);
  await moved;
  const values = await all();
  const after = shared.work();
  await all();
  const differing = values.flatMap((value, app) => (value.includes('second') ? [app] : []));
  return { first, after, idle: shared.work(), isTheOne: differing.length === 1 && differing[0] === changed };
}

function folderOf(app: number): string {
  return `apps/app-${app}`;
}

function pathOf(app: number, at: number): string {
  return `${folderOf(app)}/cm-${at}.yaml`;
}
