/** `tiphys render jsonnet FILE`: prints what `jsonnet` prints, with its errors and exit codes. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import {
  failureText,
  type Limits,
  type Manifested,
  type Program,
  runJsonnet,
  serialize,
} from '../../lang/jsonnet/index.ts';
import { diskImporter, problemOf, readProblem } from './disk-importer.ts';
import { JSONNET_USAGE, type JsonnetFlags, parseJsonnetFlags } from './jsonnet-flags.ts';
import type { Streams } from './render-helm.ts';

const VERSION = 'Jsonnet as go-jsonnet v0.22.0\n';
/** As much as fits into this process: the command that it stands for has no limits. */
const UNLIMITED: Omit<Limits, 'frames'> = { steps: Number.MAX_SAFE_INTEGER, size: Number.MAX_SAFE_INTEGER };

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** Where relative paths begin. */
  readonly folder: string;
}

/** Returns the exit code. */
export function runRenderJsonnet(argv: readonly string[], streams: Streams, around: Surroundings): number {
  const parsed = parseJsonnetFlags(argv, around.environment);
  switch (parsed.kind) {
    case 'help':
      streams.print(JSONNET_USAGE);
      return 0;
    case 'version':
      streams.print(VERSION);
      return 0;
    case 'refused':
      streams.complain(`${parsed.message}\n${parsed.withUsage ? `\n${JSONNET_USAGE}` : ''}`);
      return 1;
    case 'run':
      return evaluate(parsed.flags, streams, around.folder);
  }
}

function evaluate(flags: JsonnetFlags, streams: Streams, folder: string): number {
  try {
    const outcome = runJsonnet({
      program: programOf(flags, folder),
      importer: diskImporter(flags.libraries, folder),
      externalVariables: flags.externalVariables,
      topLevelArguments: flags.topLevelArguments,
      limits: { ...UNLIMITED, frames: flags.maxStack },
      trace: (line) => streams.complain(`${line}\n`),
      wants: flags.isText && flags.outputFolder === undefined && !flags.isStream ? 'text' : 'json',
    });
    if (outcome.kind === 'failed') throw new Problem(failureText(outcome.failure, flags.maxTrace));
    output(outcome.value, { ...flags, folder }, streams);
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    streams.complain(`${error.message}\n`);
    return 1;
  }
}

/** Its message is all that is told. */
class Problem extends Error {}

function programOf({ input, inputIsCode }: JsonnetFlags, folder: string): Program {
  if (inputIsCode) return { kind: 'text', text: input, name: '<cmdline>' };
  if (input === '-') return { kind: 'text', text: readFileSync(0, 'utf8'), name: '<stdin>' };
  try {
    readFileSync(resolve(folder, input));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EISDIR') throw new Problem(`Reading input file: ${input}: is a directory`);
    throw new Problem(`Opening input file: ${input}: ${problemOf(code)}`);
  }
  return { kind: 'file', path: input };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Flags with the folder in which their paths begin. */
interface Target extends JsonnetFlags {
  readonly folder: string;
}

function output(value: Manifested, flags: Target, streams: Streams): void {
  const { outputFolder } = flags;
  if (outputFolder !== undefined) outputEach(value, { ...flags, outputFolder }, streams);
  else if (flags.isStream) outputTo(streamOf(value), { ...flags, createsFolders: false }, streams);
  else {
    const text = flags.isText && typeof value === 'string' ? value : serialize(value, true);
    outputTo(flags.endsWithNewline ? `${text}\n` : text, flags, streams);
  }
}

function outputTo(text: string, { outputFile, createsFolders, folder }: Target, streams: Streams): void {
  if (outputFile === '') streams.print(text);
  else
    writing(outputFile, () => {
      const path = resolve(folder, outputFile);
      if (createsFolders) mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    });
}

function writing(file: string, work: () => void, call: 'open' | 'openat' = 'open'): void {
  try {
    work();
  } catch (error) {
    const code = codeOf(error);
    // What this engine says of a file where a folder should be made.
    throw new Problem(`${call} ${file}: ${problemOf(code === 'EEXIST' ? 'ENOTDIR' : code)}`);
  }
}

function streamOf(value: Manifested): string {
  if (!Array.isArray(value)) {
    const wanted = 'should be an array whose elements hold the JSON for each document in the stream.';
    throw wrongShape(`stream mode: top-level object was a ${typeName(value)}, ${wanted}`);
  }
  const documents = value.map((document: Manifested) => `---\n${serialize(document, true)}\n`);
  return documents.length === 0 ? '' : `${documents.join('')}...\n`;
}

function wrongShape(message: string): Problem {
  return new Problem(`RUNTIME ERROR: ${message}\n\tDuring manifestation\t\n`);
}

function typeName(value: Manifested): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Array.isArray(value) ? 'array' : 'object';
}

/** Names may have folders in them, but lead out of none. */
function outputEach(value: Manifested, flags: Target & { readonly outputFolder: string }, streams: Streams): void {
  if (!(value instanceof Map)) {
    const wanted = 'should be an object whose keys are filenames and values hold the JSON for that file.';
    throw wrongShape(`multi mode: top-level object was a ${typeName(value)}, ${wanted}`);
  }
  const files = [...(value as ReadonlyMap<string, Manifested>)].map(([name, content]) => ({
    name,
    text: `${contentOf(name, content, flags.isText)}${flags.endsWithNewline ? '\n' : ''}`,
  }));
  // Its list is opened before anything is written.
  outputTo('', { ...flags, createsFolders: false }, streams);
  if (files.length > 0) openFolder(flags);
  const listed: string[] = [];
  try {
    // A file is told before it is written, and so are those before one that cannot be.
    for (const { name, text } of files) writeInside(flags, { name, text, tell: (file) => listed.push(`${file}\n`) });
  } finally {
    outputTo(listed.join(''), { ...flags, createsFolders: false }, streams);
  }
}

/** The folder has to be there, or to be made. */
function openFolder({ outputFolder, createsFolders, folder }: Target & { readonly outputFolder: string }): void {
  const path = resolve(folder, outputFolder);
  writing(cleanFolder(outputFolder), () => {
    if (createsFolders) mkdirSync(path, { recursive: true });
    readdirSync(path);
  });
}

function contentOf(name: string, content: Manifested, isText: boolean): string {
  if (!isText) return serialize(content, true);
  if (typeof content === 'string') return content;
  throw wrongShape(
    `multi mode: top-level object's key ${name} has a value of type ${goType(content)}, should be a string`,
  );
}

function goType(value: Manifested): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

interface FileInside {
  readonly name: string;
  readonly text: string;
  /** Is given its path. */
  readonly tell: (file: string) => void;
}

/** Writes one file, if it is another than what stands there. */
function writeInside(
  { outputFolder, createsFolders, folder }: Target & { readonly outputFolder: string },
  { name, text, tell }: FileInside,
): void {
  const cleaned = normalize(name);
  const inside = isAbsolute(cleaned) ? normalize(cleaned.slice(1)) : cleaned;
  const file = join(outputFolder, inside);
  tell(file);
  if (inside === '..' || inside.startsWith('../')) throw new Problem(`openat ${inside}: path escapes from parent`);
  const path = resolve(folder, file);
  if (createsFolders) writing(inside, () => void mkdirSync(dirname(path), { recursive: true }), 'openat');
  if (currentText(`${cleanFolder(outputFolder)}/${inside}`, path) !== text)
    writing(inside, () => writeFileSync(path, text), 'openat');
}

function cleanFolder(folder: string): string {
  return normalize(folder).replace(/\/$/, '');
}

/** Undefined for a file that is not there. */
function currentText(file: string, path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'EISDIR') return undefined;
    throw new Problem(readProblem(file, code));
  }
}
