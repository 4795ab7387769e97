/** The source service. Everything else in this folder is its own. */
export {
  createManifestService,
  type ManifestServiceDeps,
  type RunningManifestService,
} from './manifest-service.ts';
