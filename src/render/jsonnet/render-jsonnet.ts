/** The Jsonnet files of a directory source (A8): each is evaluated; its object, or each object of its array, is a manifest. */
import type { JsonnetVar } from '../../api/application/source-fields.ts';
import { setOwn } from '../../base/json/own.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import {
  type Failure,
  failureText,
  type Limits,
  type Manifested,
  runJsonnet,
  serialize,
  type Variable,
} from '../../lang/jsonnet/index.ts';
import { substitute } from '../build-environment/substitute.ts';
import type { SourceRequest } from '../contract.ts';
import type { FileDocument } from '../directory/read-manifests.ts';
import { renderFault } from '../render-fault.ts';
import { SHOWN_ROOT } from '../shown-root.ts';
import type { Questions } from '../trace/questions.ts';
import { expectImports, libraryFolders, repositoryImporter } from './repository-importer.ts';

/** A second or two of this engine, and a few hundred megabytes. */
const LIMITS: Limits = { frames: 500, steps: 20_000_000, size: 10_000_000 };
const LONGEST_MESSAGE = 4000;

export interface JsonnetFile {
  /** From the source's folder; its last part stands in messages. */
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
}

export type EvaluateFile = (file: JsonnetFile) => readonly FileDocument[];

/**
 * Evaluates files of one source. Throws `render.invalid-manifest` with the words of Argo CD around those of go-jsonnet,
 * `render.path-outside` for library folders and links out of the repository.
 */
export function jsonnetEvaluator(
  { source }: SourceRequest,
  {
    folder,
    questions,
    files,
  }: { readonly folder: string; readonly questions: Questions; readonly files: readonly string[] },
): EvaluateFile {
  const options = source.directory?.jsonnet;
  const folders = libraryFolders({ folder, libraries: options?.libs ?? [] });
  expectImports(questions, files, folders);
  const importer = repositoryImporter(questions, folders);
  const externalVariables = variablesOf(options?.extVars ?? [], questions);
  const topLevelArguments = variablesOf(options?.tlas ?? [], questions);
  questions.expectComputing();
  return (file) => {
    const outcome = runJsonnet({
      program: { kind: 'file', path: file.path },
      importer: (from, path) =>
        from === '' && path === file.path ? importer(path, lastPart(path)) : importer(from, path),
      externalVariables,
      topLevelArguments,
      limits: LIMITS,
      trace: () => undefined,
      wants: 'json',
    });
    if (outcome.kind === 'done') return documentsOf(file, outcome.value);
    const text = inSource(failureText(outcome.failure), outcome.failure.kind);
    throw renderFault('render.invalid-manifest', `Failed to evaluate jsonnet ${shown(file)}: ${shortened(text)}`);
  };
}

/** Files are told as Argo CD tells them, which reads them somewhere else each time; those of the library are nowhere. */
function inSource(text: string, kind: Failure['kind']): string {
  const root = `${SHOWN_ROOT}/`;
  if (kind === 'static') return `${root}${text}`;
  return kind === 'runtime' ? text.replace(/^\t(?!<)(?=[^\t]+:[\d(])/gm, `\t${root}`) : text;
}

/** Build variables may stand in values. */
function variablesOf(given: readonly JsonnetVar[], questions: Questions): ReadonlyMap<string, Variable> {
  const value = (text: string) => substitute(text, (name) => questions.variable(name));
  return new Map(given.map(({ name, value: text, code }) => [name, { text: value(text), isCode: code ?? false }]));
}

/** Nulls are left out, as Argo CD leaves them out. */
function documentsOf(file: JsonnetFile, value: Manifested): readonly FileDocument[] {
  const all: readonly Manifested[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one, index): readonly FileDocument[] => {
    if (one === null) return [];
    if (!(one instanceof Map)) throw noObject(file, one);
    const kind = one.get('kind');
    if (typeof kind === 'string' && kind !== '') return [{ value: plainObject(one), document: index + 1 }];
    const reason = `Object 'Kind' is missing in '${shortened(serialize(one, false))}'`;
    throw renderFault('render.invalid-manifest', `Failed to unmarshal generated json ${shown(file)}: ${reason}`);
  });
}

function noObject(file: JsonnetFile, value: Manifested): Error {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const reason = `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
  return renderFault('render.invalid-manifest', `Failed to unmarshal generated json ${shown(file)}: ${reason}`);
}

function plain(value: Manifested): Json {
  if (value === null || typeof value !== 'object') return value;
  return value instanceof Map ? plainObject(value) : (value as readonly Manifested[]).map(plain);
}

function plainObject(value: ReadonlyMap<string, Manifested>): JsonObject {
  const object: Record<string, Json> = {};
  for (const [name, field] of value) setOwn(object, name, plain(field));
  return object;
}

function shown({ name }: JsonnetFile): string {
  return JSON.stringify(lastPart(name));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function shortened(text: string): string {
  return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE)}…`;
}
