/**
 * The two ports that hold between processes, with everything passed through JSON text (design §1): whoever passes the
 * contract this way can stand behind a wire. Answers are trusted to have the types of the port, as those of a peer are not.
 */
import type { ApplicationExplanation } from '../api/application/explanation-fields.ts';
import type { ApplicationTree, ResourceDiff } from '../api/application/tree-fields.ts';
import type { AppKey, LiveView } from '../ports/live-view.ts';
import type { ManifestService, RenderResult, RevisionMetadata } from '../ports/manifest-service.ts';
import { jsonChannel, type Serve } from './json-channel.ts';

export function serialisedManifestService(service: ManifestService): ManifestService {
  const client = jsonChannel({
    render: ([request], _tell, signal) => service.render(request as never, signal),
    resolve: ([request], _tell, signal) => service.resolve(request as never, signal),
    stand: ([source, project, bases]) => service.stand(source as never, project as never, bases as never),
    revisionMetadata: ([source, project, revision]) =>
      service.revisionMetadata(source as never, project as never, revision as never),
    notice: async ([repoUrl]) => service.notice(repoUrl as never),
    onMoved: (_request, tell, signal) => untilAborted(service.onMoved(tell), signal),
    keep: ([operation, sources, revisions, project]) =>
      service.keep(operation as never, sources as never, revisions as never, project as never),
    release: ([operation]) => service.release(operation as never),
  } satisfies Record<keyof ManifestService, Serve>);
  return {
    render: async (request, signal) => (await client.call('render', [request], signal)) as RenderResult,
    resolve: async (request, signal) => (await client.call('resolve', [request], signal)) as readonly string[],
    stand: async (...request) => (await client.call('stand', request)) as readonly boolean[],
    revisionMetadata: async (...request) => (await client.call('revisionMetadata', request)) as RevisionMetadata,
    notice: (repoUrl) => void client.call('notice', [repoUrl]),
    onMoved: (listener) => client.subscribe('onMoved', (repoUrl) => listener(String(repoUrl))),
    keep: async (...request) => void (await client.call('keep', request)),
    release: async (operation) => void (await client.call('release', [operation])),
  };
}

export function serialisedLiveView(view: LiveView): LiveView {
  const client = jsonChannel({
    resourceTree: ([app]) => view.resourceTree(app as AppKey),
    managedResources: ([app]) => view.managedResources(app as AppKey),
    explain: ([app]) => view.explain(app as AppKey),
    watchTree: async ([app], tell, signal) => {
      for await (const tree of view.watchTree(app as AppKey, signal)) tell(tree);
    },
  } satisfies Record<keyof LiveView, Serve>);
  return {
    resourceTree: async (app) => (await client.call('resourceTree', [app])) as ApplicationTree | undefined,
    managedResources: async (app) =>
      (await client.call('managedResources', [app])) as readonly ResourceDiff[] | undefined,
    explain: async (app) => (await client.call('explain', [app])) as ApplicationExplanation | undefined,
    watchTree: (app, signal) => client.stream('watchTree', [app], signal) as AsyncIterable<ApplicationTree>,
  };
}

function untilAborted(end: () => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      end();
      resolve();
    });
  });
}
