/** `--local DIR`: an Application's manifests from a folder of this machine, rendered here as the server renders. */
import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import type { Application, ApplicationSource } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { projectName } from '../../../engine/project/index.ts';
import { instanceName, withTracking } from '../../../engine/tracking/index.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { createRenderSource } from '../../../render/render-source.ts';
import { installationOfObjects } from '../../render/application/installation-of-files.ts';
import { createLocalGit } from '../../render/application/local-git.ts';
import { localRepositories } from '../../render/application/local-repositories.ts';
import { openMachinery } from '../../render/application/render-engine.ts';
import { renderApplications } from '../../render/application/render-side.ts';
import { cloneAround } from '../../render/application/user-git.ts';
import { FATAL } from '../command.ts';
import type { ServerFacts } from './server-facts.ts';

export interface LocalFolder {
  /** The folder that stands in the place of the source's. */
  readonly folder: string;
  /** What stands in the place of its repository; undefined: the clone around the folder, or else the folder itself. */
  readonly root: string | undefined;
}

/** Throws `cli.usage`, `cli.invalid-file` and `cli.local` (user), the last with the reason of the render. */
export async function localManifests(
  app: Application,
  local: LocalFolder,
  facts: ServerFacts,
): Promise<readonly KubeObject[]> {
  if ((app.spec.sources ?? []).length > 0) {
    throw fault(FATAL, 'argocd cli does not work on multi-source app with --local flag');
  }
  const folder = existing(local.folder);
  const root = existing(local.root ?? (await cloneAround(folder)) ?? folder);
  const path = relative(root, folder) || '.';
  if (path.startsWith('..')) throw fault('cli.usage', `--local ${folder} does not lie in --local-repo-root ${root}`);
  const { chart: _inFolder, ...source } = app.spec.source ?? { repoURL: '' };
  const objects = await rendered(app, { ...source, path }, root, facts);
  const owner = { instance: instanceOf(app, facts), destinationNamespace: app.spec.destination.namespace ?? '' };
  return objects.map((object) => withTracking(object, owner, facts.tracking));
}

async function rendered(
  app: Application,
  source: ApplicationSource,
  root: string,
  facts: ServerFacts,
): Promise<readonly KubeObject[]> {
  const installation = installationOfObjects([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm' }, data: facts.renderSettings },
  ]);
  await using machinery = await openMachinery({ offline: false });
  const locals = localRepositories([{ folder: root, urls: [source.repoURL], isClone: false }]);
  const git = createLocalGit({ ...machinery, locals, commitOf: async () => undefined });
  const side = {
    git,
    service: machinery.service(git.port, installation, createRenderSource()),
    admit: installation.admit,
    remoteRevision: () => undefined,
    kubeVersion: facts.kubeVersion,
    apiVersions: facts.apiVersions,
    recursive: false,
  };
  const wanted = {
    name: instanceOf(app, facts),
    project: projectName(app.spec),
    namespace: app.spec.destination.namespace ?? '',
    sources: [source],
    origin: root,
  };
  for await (const one of renderApplications(side, [wanted])) {
    if (one.kind === 'failed') throw fault('cli.local', one.message);
    return one.objects;
  }
  return [];
}

function instanceOf({ metadata }: Application, { controlNamespace }: ServerFacts): string {
  return instanceName({ namespace: metadata.namespace ?? '', name: metadata.name ?? '' }, controlNamespace);
}

function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw fault('cli.invalid-file', `${path}: no such folder`);
  }
}

function fault(code: string, message: string): AppError {
  return new AppError({ code, kind: 'user', message });
}
