/** What every manifest service does, in this process or behind a wire. */
import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ManifestService, RenderRequest, RenderResult, SourceBasis } from '../../ports/manifest-service.ts';
import { until } from '../until.ts';

export interface ManifestServiceCase extends AsyncDisposable {
  readonly service: ManifestService;
  readonly repoURL: string;
  /** Of the same kind, where no repository is. */
  readonly missing: string;
  /** Puts these objects into `all.yaml` of `main`; answers with the commit. */
  commit(objects: readonly KubeObject[]): Promise<string>;
}

type Open = () => Promise<ManifestServiceCase>;

/** Registers the tests. `open` gives a service and an empty repository for each. */
export function manifestServiceContract(name: string, open: Open): void {
  describe(`Manifest service: ${name}`, () => {
    renderTests(open);
    failureTests(open);
    standingTests(open);
    restTests(open);
  });
}

function renderTests(open: Open): void {
  test('a commit becomes its objects, with all that the port promises', async () => {
    await using given = await open();
    const objects = [map('a', { big: 2n ** 60n, text: 'ä\u2028' }), map('b')];
    const revision = await given.commit(objects);
    const result = await given.service.render(requestFor(given));
    expect(withoutBases(result)).toEqual({
      kind: 'rendered',
      sources: [
        {
          revision,
          sourceType: 'Directory',
          manifests: objects.map((object, at) => ({ object, file: 'all.yaml', document: at + 1 })),
          digest: expect.stringMatching(/./),
        },
      ],
    });
  });

  test('the newest commit where it is asked for, an older one where that is named; digests tell them apart', async () => {
    await using given = await open();
    const one = await given.commit([map('one')]);
    const first = await given.service.render(requestFor(given));
    const two = await given.commit([map('two')]);
    const newest = await given.service.render(requestFor(given, { refresh: 'latest' }));
    const named = await given.service.render(requestFor(given, { revisions: [one] }));
    expect([namesOf(newest), namesOf(named)]).toEqual([['two'], ['one']]);
    expect([digestOf(first) === digestOf(named), digestOf(first) === digestOf(newest)]).toEqual([true, false]);
    const { sources } = requestFor(given);
    expect(await given.service.resolve({ project: 'default', sources, refresh: 'latest' })).toEqual([two]);
  });

  test('several sources stay in their order', async () => {
    await using given = await open();
    const one = await given.commit([map('one')]);
    await given.commit([map('two')]);
    const sources = [sourceOf(given), { ...sourceOf(given), targetRevision: one }, sourceOf(given)];
    expect(namesOf(await given.service.render(requestFor(given, { sources })))).toEqual(['two', 'one', 'two']);
  });
}

function failureTests(open: Open): void {
  test('a revision that is not there is a fault of the user, told in words for the condition', async () => {
    await using given = await open();
    await given.commit([map('a')]);
    const sources = [{ ...sourceOf(given), targetRevision: 'nope' }];
    const result = await given.service.render(requestFor(given, { sources }));
    expect(result).toMatchObject({ kind: 'failed', error: { kind: 'user' } });
    expect(result.kind === 'failed' && result.message).toMatch(
      /^failed to generate manifest for source 1 of 1: rpc error: code = \w+ desc = unable to resolve 'nope' to a commit SHA/,
    );
    const refused = await given.service.resolve({ project: 'default', sources, refresh: 'cached' }).catch(faultOf);
    expect(refused).toMatchObject({ kind: 'user', message: expect.stringContaining("unable to resolve 'nope'") });
  });

  test('a repository that is not there fails by its place, beside what was resolved before it', async () => {
    await using given = await open();
    const revision = await given.commit([map('a')]);
    const sources = [sourceOf(given), { ...sourceOf(given), repoURL: given.missing }];
    const result = await given.service.render(requestFor(given, { sources }));
    expect(result).toMatchObject({ kind: 'failed', revisions: [revision] });
    expect(result.kind === 'failed' && result.message).toContain('for source 2 of 2');
    const refused = await given.service.resolve({ project: 'default', sources, refresh: 'latest' }).catch(faultOf);
    expect(refused).toMatchObject({ code: expect.stringMatching(/^git\./) });
  });

  test('who no longer wants it is answered with the reason of its signal', async () => {
    await using given = await open();
    await given.commit([map('a')]);
    const stopped = AbortSignal.abort('stopped');
    await expect(given.service.render(requestFor(given), stopped)).rejects.toBe('stopped');
  });
}

function standingTests(open: Open): void {
  test('a basis stands as long as the target means what it was made of', async () => {
    await using given = await open();
    await given.commit([map('a')]);
    const bases = basesOf(await given.service.render(requestFor(given)));
    const stand = () => given.service.stand(sourceOf(given), 'default', bases);
    expect([bases.length, await stand()]).toEqual([1, [true]]);
    await given.commit([map('b')]);
    await given.service.resolve({ project: 'default', sources: [sourceOf(given)], refresh: 'latest' });
    expect(await stand()).toEqual([false]);
    const elsewhere = { ...sourceOf(given), repoURL: given.missing };
    const refused = await given.service.stand(elsewhere, 'default', bases).catch(faultOf);
    expect(refused).toMatchObject({ code: expect.stringMatching(/^git\./) });
  });
}

function restTests(open: Open): void {
  test('a notice of what moved is told to who listens, by the URL of the sources', async () => {
    await using given = await open();
    await given.commit([map('a')]);
    await given.service.render(requestFor(given));
    const told: string[] = [];
    const tooLate: string[] = [];
    given.service.onMoved((url) => tooLate.push(url))();
    const leave = given.service.onMoved((url) => told.push(url));
    await given.commit([map('b')]);
    given.service.notice(given.repoURL);
    await until(() => told.length > 0);
    leave();
    expect([told, tooLate]).toEqual([[given.repoURL], []]);
    expect(namesOf(await given.service.render(requestFor(given)))).toEqual(['b']);
  });

  test('commits are kept for an operation and let go, once or twice', async () => {
    await using given = await open();
    const revision = await given.commit([map('a')]);
    await given.service.keep('operation 1', [sourceOf(given)], [revision], 'default');
    await given.service.keep('operation 1', [sourceOf(given)], [revision], 'default');
    await given.service.release('operation 1');
    await given.service.release('operation 1');
    await given.service.release('never begun');
  });

  test('who wrote a revision, when and why', async () => {
    await using given = await open();
    const revision = await given.commit([map('a')]);
    expect(await given.service.revisionMetadata(sourceOf(given), 'default', revision)).toEqual({
      author: expect.stringMatching(/./),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      message: expect.any(String),
      tags: [],
    });
  });
}

function sourceOf({ repoURL }: ManifestServiceCase): ApplicationSource {
  return { repoURL, path: '.', targetRevision: 'main' };
}

function requestFor(given: ManifestServiceCase, more: Partial<RenderRequest> = {}): RenderRequest {
  return {
    appName: 'web',
    project: 'default',
    namespace: 'n',
    sources: [sourceOf(given)],
    revisions: [],
    kubeVersion: '1.35.4',
    apiVersions: ['v1'],
    refresh: 'cached',
    ...more,
  };
}

function map(name: string, data: object = { x: '1' }): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: data as KubeObject };
}

function namesOf(result: RenderResult): readonly string[] | string {
  if (result.kind === 'failed') return result.message;
  return result.sources.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name ?? ''));
}

function withoutBases(result: RenderResult): RenderResult {
  if (result.kind === 'failed') return result;
  return { ...result, sources: result.sources.map(({ basis: _, ...source }) => source) };
}

function basesOf(result: RenderResult): readonly SourceBasis[] {
  return result.kind === 'failed' ? [] : result.sources.flatMap(({ basis }) => (basis === undefined ? [] : [basis]));
}

function digestOf(result: RenderResult): string | undefined {
  return result.kind === 'rendered' ? result.sources[0]?.digest : undefined;
}

function faultOf(error: unknown): { readonly code: string; readonly kind: string; readonly message: string } {
  if (!(error instanceof AppError)) throw error;
  const { code, kind, message } = error;
  return { code, kind, message };
}
