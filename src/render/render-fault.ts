/** Faults of rendering. All are the user's to mend; the messages are Argo CD's where it has one. */
import { AppError } from '../base/errors.ts';

export type RenderErrorCode =
  /** The source's path is absolute, leaves the repository, or goes through a link that does. */
  | 'render.path-outside'
  | 'render.path-missing'
  /** A file that looks like a manifest cannot be read; names file, line and reason. */
  | 'render.invalid-manifest'
  /** `.argocd-source.yaml` cannot be read. */
  | 'render.invalid-override'
  | 'render.too-large'
  /** An entry of `valueFiles` or a file parameter that means nothing, or something that it may not. */
  | 'render.value-file'
  /** A pattern among `valueFiles` that no file matches yet. */
  | 'render.no-value-files'
  | 'render.invalid-kube-version'
  /** Several of helm, kustomize, directory, plugin are given. */
  | 'render.ambiguous-type';

export function renderFault(code: RenderErrorCode, message: string, hint?: string): AppError {
  return new AppError({ code, kind: 'user', message, ...(hint === undefined ? {} : { hint }) });
}

/** The name of the gRPC status that Argo CD's repo-server answers with; it stands in conditions. */
export function rpcStatusOf(code: string): 'FailedPrecondition' | 'Unknown' {
  return code === 'render.invalid-manifest' ? 'FailedPrecondition' : 'Unknown';
}
