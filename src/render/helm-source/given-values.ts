/** Everything that a source gives with a release (A10): value files, inline values, parameters, file parameters. */
import type { ApplicationSourceHelm } from '../../api/application/source-fields.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { substitute } from '../build-environment/substitute.ts';
import type { SourceReference } from '../contract.ts';
import { helmFault } from '../helm/helm-fault.ts';
import type { GivenValues } from '../helm/values/assemble-values.ts';
import { SHOWN_ROOT } from '../shown-root.ts';
import type { Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';
import { valueFiles } from './value-files.ts';
import { type ValuePath, valuePath } from './value-path.ts';

const LARGEST_FILE = 20 * 1024 * 1024;

export interface GivenInputs {
  readonly questions: Questions;
  readonly folder: string;
  readonly helm: ApplicationSourceHelm;
  readonly references: readonly SourceReference[] | undefined;
  readonly schemes: readonly string[];
}

export interface GivenOptions {
  /** `--set` and the like as Argo CD writes them, each with its text. */
  readonly parameters: readonly { readonly flag: 'set' | 'set-string' | 'set-file'; readonly text: string }[];
  /** Value files as messages name them. */
  readonly fileNames: readonly string[];
  readonly hasInlineValues: boolean;
  /** Reads the files. Throws `helm.invalid-values` with Helm's words where one is not there. */
  values(): GivenValues;
}

export function givenValues(inputs: GivenInputs): GivenOptions {
  const { helm } = inputs;
  const files = valueFiles(helm.valueFiles ?? [], { ...inputs, ignoreMissing: helm.ignoreMissingValueFiles === true });
  const inline = inlineValues(helm);
  const fileParameters = (helm.fileParameters ?? []).map(({ name = '', path = '' }) => ({
    name,
    path: valuePath(path, inputs, 'parameter'),
  }));
  const parameters = parametersOf(inputs, fileParameters);
  return {
    parameters,
    fileNames: files.map(shown),
    hasInlineValues: inline !== '',
    values() {
      const texts = new Map(fileParameters.map(({ path }) => [shown(path), path] as const));
      const linesOf = (flag: string) => parameters.filter((one) => one.flag === flag).map(({ text }) => text);
      return {
        files: [
          ...readAll(inputs.questions, files),
          ...(inline === '' ? [] : [{ name: 'the values of the Application', text: inline }]),
        ],
        set: linesOf('set'),
        setString: linesOf('set-string'),
        setFile: linesOf('set-file'),
        readFile(name) {
          const path = texts.get(name);
          if (path === undefined) throw noSuchFile(name);
          return readAll(inputs.questions, [path])[0]?.text ?? '';
        },
      };
    },
  };
}

/** `valuesObject` wins, and `values` is not looked at then. */
function inlineValues({ values = '', valuesObject }: ApplicationSourceHelm): string {
  const given = valuesObject === undefined || Object.keys(valuesObject).length === 0 ? '' : stringifyJson(valuesObject);
  return given === '' ? values : given;
}

type Parameter = GivenOptions['parameters'][number];

/** The last of a name counts; files go last, as Helm reads them. */
function parametersOf(
  { helm, questions }: GivenInputs,
  files: readonly { readonly name: string; readonly path: ValuePath }[],
): readonly Parameter[] {
  const variable = (name: string): string | undefined => questions.variable(name);
  const found = new Map<string, Parameter>();
  for (const { name = '', value = '', forceString } of helm.parameters ?? []) {
    const flag = forceString === true ? 'set-string' : 'set';
    const key = `${flag} ${name}`;
    found.delete(key);
    found.set(key, { flag, text: `${name}=${escaped(substitute(value, variable))}` });
  }
  for (const { name, path } of files) {
    found.set(`set-file ${name}`, { flag: 'set-file', text: `${name}=${escaped(shown(path))}` });
  }
  return [...found.values()];
}

/** Commas separate parameters to Helm; those of a value are its own, unless it is a list in braces. */
function escaped(value: string): string {
  if (value.startsWith('{') && value.endsWith('}')) return value;
  return value.replace(/(?<!\\),/g, '\\,');
}

function shown(path: ValuePath): string {
  if (path.kind === 'url') return path.url;
  return `${SHOWN_ROOT}/${path.path}`;
}

interface ReadFile {
  readonly name: string;
  readonly text: string;
}

/** All that is missing in memory is told at once. */
function readAll(questions: Questions, paths: readonly ValuePath[]): readonly ReadFile[] {
  const urls = paths.flatMap((path) => (path.kind === 'url' ? [path.url] : []));
  const remote = new Map(questions.remoteFiles(urls, LARGEST_FILE).map((content, at) => [urls[at], content] as const));
  return paths.map((path) => {
    const name = shown(path);
    const content = path.kind === 'url' ? remote.get(path.url) : fileContent(questions, path, name);
    if (content === undefined || content === 'too-large') {
      throw helmFault('helm.invalid-values', `${name}: larger than ${LARGEST_FILE} bytes`);
    }
    return { name, text: new TextDecoder().decode(content) };
  });
}

function fileContent(
  questions: Questions,
  { path, reference }: Extract<ValuePath, { kind: 'path' }>,
  name: string,
): Uint8Array | 'too-large' | undefined {
  const tree = reference === undefined ? questions : questions.in(reference);
  const found = resolvePath(tree, path);
  if (found === undefined) throw noSuchFile(name);
  if (found.entry.mode === 'tree') throw helmFault('helm.invalid-values', `read ${name}: is a directory`);
  return tree.contents([found.entry], LARGEST_FILE)[0];
}

function noSuchFile(name: string): Error {
  return helmFault('helm.invalid-values', `open ${name}: no such file or directory`);
}
