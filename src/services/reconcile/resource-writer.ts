/** Changes that people ask for one by one: actions on resources. No lead is needed for them: nobody else does the same. */
import { AppError } from '../../base/errors.ts';
import { resolveDestination } from '../../engine/project/resolve-destination.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { AppKey } from '../../ports/live-view.ts';
import type { ResourceChange, ResourceWriter } from '../../ports/resource-writer.ts';
import { actingUser, userOf } from './acting-user.ts';
import { createGuardedWriter, type GuardedWriter, type WriteOutcome } from './guarded-write.ts';
import type { PassContext } from './pass.ts';
import { projectGuard } from './sync-prepare.ts';

/** `contextOf`: the Application as it is now; undefined where there is none of this key. */
export function createResourceWriter(contextOf: (app: AppKey) => PassContext | undefined): ResourceWriter {
  return {
    async write(app, changes) {
      const context = contextOf(app);
      if (context === undefined) throw noDestination(`application ${app.name} is not known`);
      const writer = await writerFor(context);
      for (const change of changes) check(await rehearse(writer, change));
      const left: (KubeObject | undefined)[] = [];
      for (const change of changes) left.push(check(await write(writer, change)));
      return left;
    },
  };
}

const OPEN = { check: () => undefined };

async function writerFor(context: PassContext): Promise<GuardedWriter> {
  const { spec } = context.view.app;
  const project = context.effectiveProject();
  if (project === undefined) throw noDestination(`project ${projectName(spec)} does not exist`);
  // Whether its source may be synced from does not matter: nothing of it is written.
  const resolved = resolveDestination(spec.destination, context.installation.clusters, context.settings);
  if (resolved.kind === 'unresolved') throw noDestination(resolved.message);
  const destination = resolved.cluster;
  const identity = actingUser(context, project, destination);
  if (identity.kind === 'none') {
    throw noDestination(`failed to find a matching service account to impersonate: ${identity.message}`);
  }
  const cluster = context.cluster(destination.server);
  await cluster.ready();
  const doubt = await context.identities.doubt(cluster);
  if (doubt !== undefined) throw doubt;
  const { schemas, clock } = context.deps;
  const denies = projectGuard(context, project, destination);
  return createGuardedWriter({
    cluster,
    schemas,
    clock,
    fence: context.identities.fence(cluster, OPEN),
    denies,
    user: userOf(identity),
  });
}

/** The server is asked for what is created only; of the rest the project. */
async function rehearse(writer: GuardedWriter, change: ResourceChange): Promise<WriteOutcome> {
  if (change.kind === 'create') return writer.create(change.object, { dryRun: true, fieldManager: MANAGER });
  if (change.kind === 'patch') return writer.patch({ ...change, fieldManager: MANAGER, dryRun: true });
  return { kind: 'done', message: '', object: undefined, change: 'unchanged' };
}

function write(writer: GuardedWriter, change: ResourceChange): Promise<WriteOutcome> {
  switch (change.kind) {
    case 'create':
      return writer.create(change.object, { fieldManager: MANAGER });
    case 'patch':
      return writer.patch({ ...change, fieldManager: MANAGER });
    case 'exact-patch':
      return writer.patchExactly({ ...change, fieldManager: MANAGER });
    case 'delete':
      return writer.remove({ ...change, ...(change.now ? { gracePeriodSeconds: 0 } : {}) });
  }
}

/** As the API server of Argo CD names itself. */
const MANAGER = 'argocd-server';

function check(outcome: WriteOutcome): KubeObject | undefined {
  if (outcome.kind === 'done') return outcome.object;
  throw outcome.fault ?? new AppError({ code: 'write.denied', kind: 'user', message: outcome.message });
}

function noDestination(message: string): AppError {
  return new AppError({ code: 'write.no-destination', kind: 'user', message });
}
