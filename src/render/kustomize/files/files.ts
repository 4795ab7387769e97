/** The files that a build sees. Answers come at once; what is not in memory is thrown as a need by who answers. */

export type Resolved = { readonly kind: 'file' | 'folder'; readonly path: string } | { readonly kind: 'absent' };

export interface ChartReference {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

export interface KustomizeFiles {
  /** Files outside a kustomization's folder are refused. */
  readonly restrictsToRoot: boolean;
  /** What stands at a path, all links followed. */
  resolve(path: string): Resolved;
  /** Tells that what these paths lead to will be read, so that all that is missing is fetched at once. */
  expect(paths: readonly string[]): void;
  /** Bytes of a resolved file. */
  content(path: string): Uint8Array;
  /** Names in a resolved folder, links followed. */
  list(path: string): ReadonlyMap<string, 'file' | 'folder' | 'irregular'>;
  /** The archive of a chart of a repository; an empty version is the newest. */
  chart(question: ChartReference): Uint8Array;
  /** Bytes behind a URL. */
  remote(url: string): Uint8Array;
  /** A path as messages name it. */
  shown(path: string): string;
}
