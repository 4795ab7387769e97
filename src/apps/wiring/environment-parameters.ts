/**
 * Variables by which operators of Argo CD tell its repository server what `argocd-cmd-params-cm` else says. There the ConfigMap
 * becomes these variables; one that is set by itself goes before it.
 */

/** The keys of what is read while running. What is read at the start stands in `source-tuning.ts`. */
const KEYS: Readonly<Record<string, string>> = {
  ARGOCD_GIT_MODULES_ENABLED: 'reposerver.enable.git.submodule',
  ARGOCD_REPO_SERVER_ALLOW_OUT_OF_BOUNDS_SYMLINKS: 'reposerver.allow.oob.symlinks',
  ARGOCD_REPO_SERVER_HELM_MANIFEST_MAX_EXTRACTED_SIZE: 'reposerver.helm.manifest.max.extracted.size',
  ARGOCD_REPO_SERVER_DISABLE_HELM_MANIFEST_MAX_EXTRACTED_SIZE: 'reposerver.disable.helm.manifest.max.extracted.size',
  ARGOCD_REPO_SERVER_OCI_MANIFEST_MAX_EXTRACTED_SIZE: 'reposerver.oci.manifest.max.extracted.size',
  ARGOCD_REPO_SERVER_DISABLE_OCI_MANIFEST_MAX_EXTRACTED_SIZE: 'reposerver.disable.oci.manifest.max.extracted.size',
  ARGOCD_REPO_SERVER_OCI_LAYER_MEDIA_TYPES: 'reposerver.oci.layer.media.types',
  ARGOCD_REPO_SERVER_STREAMED_MANIFEST_MAX_TAR_SIZE: 'reposerver.streamed.manifest.max.tar.size',
  ARGOCD_REPO_SERVER_STREAMED_MANIFEST_MAX_EXTRACTED_SIZE: 'reposerver.streamed.manifest.max.extracted.size',
  ARGOCD_REPO_SERVER_MAX_COMBINED_DIRECTORY_MANIFESTS_SIZE: 'reposerver.max.combined.directory.manifests.size',
  ARGOCD_REPO_SERVER_PLUGIN_TAR_EXCLUSIONS: 'reposerver.plugin.tar.exclusions',
  ARGOCD_REPO_SERVER_PLUGIN_USE_MANIFEST_GENERATE_PATHS: 'reposerver.plugin.use.manifest.generate.paths',
};

/** What the variables say, by the keys of the ConfigMap. An empty one says nothing. */
export function environmentParameters(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(KEYS).flatMap(([variable, key]) => {
      const text = environment[variable];
      return text ? [[key, text]] : [];
    }),
  );
}
