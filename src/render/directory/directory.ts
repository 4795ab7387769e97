/** The directory renderer (A7): plain manifests and Jsonnet programs (A8) of a folder, in the order of their files. */
import type { SourceManifest, SourceRequest } from '../contract.ts';
import { type EvaluateFile, jsonnetEvaluator } from '../jsonnet/render-jsonnet.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { decodeText } from './decode-text.ts';
import { expandList } from './expand-lists.ts';
import { findFiles, type ManifestFile } from './find-files.ts';
import { type FileDocument, readManifests } from './read-manifests.ts';

/** Throws `render.invalid-manifest`, `render.too-large`, `render.path-outside`. */
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
  const programs = found.filter(({ name }) => isJsonnet(name));
  const plain = found.filter(({ name }) => !isJsonnet(name));
  const contents = readAll(plain, questions, request.settings.maxCombinedDirectoryManifestsSize);
  const texts = new Map(plain.map(({ path }, index) => [path, contents[index] ?? new Uint8Array()]));
  const isSwitchedOff = request.settings.disabledTools.includes('Directory');
  const evaluate =
    isSwitchedOff || programs.length === 0 ? () => [] : evaluator(request, programs, { folder, questions });
  return found.flatMap((file) => {
    const text = texts.get(file.path);
    return manifestsOf(file, text === undefined ? evaluate(file) : readManifests(file.name, decodeText(text)));
  });
}

function evaluator(
  request: SourceRequest,
  programs: readonly ManifestFile[],
  place: { readonly folder: string; readonly questions: Questions },
): EvaluateFile {
  return jsonnetEvaluator(request, { ...place, files: programs.map(({ path }) => path) });
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

function manifestsOf(file: ManifestFile, documents: readonly FileDocument[]): readonly SourceManifest[] {
  return documents.flatMap((found) =>
    expandList(file.name, found).map((object) => ({ object, file: file.path, document: found.document })),
  );
}
