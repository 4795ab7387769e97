/** Names of the annotations, labels and finalizers that users, tools and we write on objects (surface §5.6). */

export const ANNOTATION_REFRESH = 'argocd.argoproj.io/refresh';
export const ANNOTATION_REFRESH_TIMESTAMP = 'argocd.argoproj.io/refresh-timestamp';

/** Deletion of an Application waits for its objects, whose own deletion is waited for. */
export const FINALIZER_FOREGROUND = 'resources-finalizer.argocd.argoproj.io';
/** As above, but the cluster removes dependents in the background. */
export const FINALIZER_BACKGROUND = 'resources-finalizer.argocd.argoproj.io/background';
