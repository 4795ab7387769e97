/** The directory renderer (A7): plain manifests of a folder, in the order of their files. */
import type { SourceManifest, SourceRequest } from '../contract.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { decodeText } from './decode-text.ts';
import { expandList } from './expand-lists.ts';
import { findFiles, type ManifestFile } from './find-files.ts';
import { readManifests } from './read-manifests.ts';

/** Throws `render.invalid-manifest`, `render.too-large`, `render.path-outside`, `render.not-supported`. */
export function renderDirectory(
  request: SourceRequest,
  folder: string,
  questions: Questions,
): readonly SourceManifest[] {
  const directory = request.source.directory;
  const found = findFiles(questions, folder, {
    recurse: directory?.recurse ?? false,
    include: directory?.include ?? '',
    exclude: directory?.exclude ?? '',
    disableExtensionFilter: directory?.disableExtensionFilter ?? false,
  });
  const jsonnet = !request.settings.disabledTools.includes('Directory');
  if (jsonnet) refuseJsonnet(found);
  const files = found.filter(({ name }) => !isJsonnet(name));
  const contents = readAll(files, questions, request.settings.maxCombinedDirectoryManifestsSize);
  return files.flatMap((file, index) => manifestsOf(file, decodeText(contents[index] ?? new Uint8Array())));
}

function refuseJsonnet(files: readonly ManifestFile[]): void {
  const first = files.find(({ name }) => isJsonnet(name));
  if (first === undefined) return;
  const hint = 'leave it out with spec.source.directory.exclude, or render it before committing';
  throw renderFault('render.not-supported', `${first.path}: Jsonnet is not supported yet`, hint);
}

function isJsonnet(name: string): boolean {
  return name.endsWith('.jsonnet');
}

/** All contents. Throws `render.too-large` where they exceed the limit together; 0 is no limit. */
function readAll(files: readonly ManifestFile[], questions: Questions, limit: number): readonly Uint8Array[] {
  const each = limit === 0 ? Number.MAX_SAFE_INTEGER : limit;
  let size = 0;
  const contents = questions.contents(
    files.map(({ entry }) => entry),
    each,
  );
  return contents.map((content, index) => {
    size += content === 'too-large' ? each + 1 : content.length;
    if (content !== 'too-large' && size <= each) return content;
    throw tooLarge(files[index]?.path ?? '', limit);
  });
}

function tooLarge(path: string, limit: number): Error {
  const message = `failed to get potentially valid manifests: exceeded max combined manifest file size at ${path} (${limit} bytes)`;
  const hint = 'raise reposerver.max.combined.directory.manifests.size, or exclude what is no manifest';
  return renderFault('render.too-large', message, hint);
}

function manifestsOf(file: ManifestFile, text: string): readonly SourceManifest[] {
  return readManifests(file.name, text).flatMap((found) =>
    expandList(file.name, found).map((object) => ({ object, file: file.path, document: found.document })),
  );
}
