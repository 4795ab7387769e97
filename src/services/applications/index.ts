/**
 * The use cases behind ApplicationService: what people do with Applications. Who may do it was decided before; here is
 * whether it makes sense. Writes only fields that are ours to write, by patches.
 */
import type { Clock } from '../../base/clock.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { LiveView } from '../../ports/live-view.ts';
import type { ManifestService } from '../../ports/manifest-service.ts';
import type { ObjectCache } from '../../ports/object-cache.ts';
import type { InstallationPort } from '../../ports/settings.ts';

export interface ApplicationsDependencies {
  /** All Applications of the control plane. */
  readonly applications: ObjectCache;
  readonly kube: KubePort;
  readonly namespace: string;
  readonly liveView: LiveView;
  readonly clusters: LiveClusters;
  readonly installation: InstallationPort;
  readonly manifests: ManifestService;
  readonly clock: Clock;
}

export const APPLICATIONS: ResourceType = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'applications',
  namespaced: true,
};

export { deleteResource, patchResource, type ResourceChangeDependencies } from './change-resource.ts';
export { checkReach, REACH_LIMIT, type ReachDependencies } from './check-reach.ts';
export { checkSpecification } from './check-specification.ts';
export { comparisonOverrides } from './comparison-overrides.ts';
export { createApplication } from './create-application.ts';
export { deleteApplication } from './delete-application.ts';
export { type ApplicationFilter, applicationFilter } from './filter.ts';
export { archiveLimit, getManifests, getManifestsOfFiles, type ManifestDependencies } from './get-manifests.ts';
export { withHiddenManifests } from './hidden-manifests.ts';
export { type ApplicationEvent, findApplication, listApplications, watchApplications } from './list-and-watch.ts';
export { patchedApplication } from './patched-application.ts';
export { refreshApplication } from './refresh.ts';
export { requestRollback } from './request-rollback.ts';
export { isLocal, isOtherRevision, requestSync, terminateOperation } from './request-sync.ts';
export {
  type ActionDependencies,
  listResourceActions,
  type RunActionRequest,
  runResourceAction,
} from './resource-actions.ts';
export { withResourceHealth } from './resource-health.ts';
export { listEvents, type ResourceDependencies, readResource } from './resources.ts';
export { type IndexedSource, openSourceIndex, type SourceIndex } from './source-index.ts';
export { sourcesOf } from './sources.ts';
export { syncDeed, tell } from './tell.ts';
export { updateApplication } from './update-application.ts';
