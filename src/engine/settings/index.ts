/** What the keys of argocd-cm and argocd-cmd-params-cm mean. */
export * from './application-namespaces.ts';
export * from './compare-settings.ts';
export * from './masked-annotations.ts';
export * from './old-plugins.ts';
export * from './project-settings.ts';
export * from './reconcile-settings.ts';
export * from './resource-filter.ts';
export * from './resource-overrides.ts';
export * from './tracking-settings.ts';
export * from './update-settings.ts';
