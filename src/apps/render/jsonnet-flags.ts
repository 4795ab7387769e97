/** The flags of `jsonnet`: letters may stand together, each value is a word of its own. */
import type { Variable } from '../../lang/jsonnet/index.ts';

export interface JsonnetFlags {
  /** The file, `-` for standard input, or the program itself. */
  readonly input: string;
  readonly inputIsCode: boolean;
  readonly libraries: readonly string[];
  readonly externalVariables: ReadonlyMap<string, Variable>;
  readonly topLevelArguments: ReadonlyMap<string, Variable>;
  readonly outputFile: string;
  /** Folder of one file for each field; undefined for one output. */
  readonly outputFolder: string | undefined;
  readonly createsFolders: boolean;
  readonly isStream: boolean;
  readonly isText: boolean;
  readonly endsWithNewline: boolean;
  readonly maxStack: number;
  readonly maxTrace: number;
}

export type ParsedJsonnetFlags =
  | { readonly kind: 'run'; readonly flags: JsonnetFlags }
  | { readonly kind: 'help' | 'version' }
  /** `message` goes to standard error; with the usage where nothing was given to run. */
  | { readonly kind: 'refused'; readonly message: string; readonly withUsage: boolean };

/** A command line that is not understood. */
class Refused extends Error {
  readonly withUsage: boolean;

  constructor(message: string, withUsage = false) {
    super(message);
    this.withUsage = withUsage;
  }
}

interface Draft {
  inputIsCode: boolean;
  outputFile: string;
  outputFolder: string | undefined;
  createsFolders: boolean;
  isStream: boolean;
  isText: boolean;
  endsWithNewline: boolean;
  maxStack: number;
  maxTrace: number;
  readonly libraries: string[];
  readonly externalVariables: Map<string, Variable>;
  readonly topLevelArguments: Map<string, Variable>;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Take = (draft: Draft, next: () => string, environment: Environment) => void;

const FLAGS: Readonly<Record<string, Take>> = {
  '--exec': (draft) => void (draft.inputIsCode = true),
  '--output-file': (draft, next) => void (draft.outputFile = filled(next(), '-o')),
  '--multi': (draft, next) => void (draft.outputFolder = filled(next(), '-m')),
  '--create-output-dirs': (draft) => void (draft.createsFolders = true),
  '--yaml-stream': (draft) => void (draft.isStream = true),
  '--string': (draft) => void (draft.isText = true),
  '--no-trailing-newline': (draft) => void (draft.endsWithNewline = false),
  '--jpath': (draft, next) => void draft.libraries.push(filled(next(), '-J')),
  '--max-stack': (draft, next) => void (draft.maxStack = atLeast(1, next(), '--max-stack')),
  '--max-trace': (draft, next) => void (draft.maxTrace = atLeast(0, next(), '--max-trace')),
  '--ext-str': (draft, next, environment) => setText(draft.externalVariables, next(), { environment, isCode: false }),
  '--ext-code': (draft, next, environment) => setText(draft.externalVariables, next(), { environment, isCode: true }),
  '--ext-str-file': (draft, next) => setFile(draft.externalVariables, next(), 'importstr'),
  '--ext-code-file': (draft, next) => setFile(draft.externalVariables, next(), 'import'),
  '--tla-str': (draft, next, environment) => setText(draft.topLevelArguments, next(), { environment, isCode: false }),
  '--tla-code': (draft, next, environment) => setText(draft.topLevelArguments, next(), { environment, isCode: true }),
  '--tla-str-file': (draft, next) => setFile(draft.topLevelArguments, next(), 'importstr'),
  '--tla-code-file': (draft, next) => setFile(draft.topLevelArguments, next(), 'import'),
};

const SHORT: Readonly<Record<string, string>> = {
  '-e': '--exec',
  '-o': '--output-file',
  '-m': '--multi',
  '-c': '--create-output-dirs',
  '-y': '--yaml-stream',
  '-S': '--string',
  '-J': '--jpath',
  '-s': '--max-stack',
  '-t': '--max-trace',
  '-V': '--ext-str',
  '-A': '--tla-str',
};

/** `JSONNET_PATH` of the environment names more library folders, and variables without a value come from there. */
export function parseJsonnetFlags(argv: readonly string[], environment: Environment): ParsedJsonnetFlags {
  const rest = separated(argv);
  const draft = emptyDraft((environment['JSONNET_PATH'] ?? '').split(':').filter((folder) => folder !== ''));
  const words: string[] = [];
  try {
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === '-h' || word === '--help') return { kind: 'help' };
      if (word === '-v' || word === '--version') return { kind: 'version' };
      if (word === '--') words.push(...rest.splice(0));
      else if (word.length > 1 && word.startsWith('-')) takerOf(word)(draft, () => taken(rest), environment);
      else words.push(word);
    }
    return { kind: 'run', flags: { ...draft, input: inputOf(draft, words) } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'refused', message: error.message, withUsage: error.withUsage };
  }
}

function emptyDraft(path: readonly string[]): Draft {
  return {
    inputIsCode: false,
    outputFile: '',
    outputFolder: undefined,
    createsFolders: false,
    isStream: false,
    isText: false,
    endsWithNewline: true,
    maxStack: 500,
    maxTrace: 20,
    libraries: path.toReversed(),
    externalVariables: new Map(),
    topLevelArguments: new Map(),
  };
}

/** `-abc` is `-a -b -c`. */
function separated(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const [before, after] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
  const isCluster = (word: string) => word.length > 2 && word.startsWith('-') && !word.startsWith('--');
  return [
    ...before.flatMap((word) => (isCluster(word) ? [...word.slice(1)].map((letter) => `-${letter}`) : [word])),
    ...after,
  ];
}

function takerOf(word: string): Take {
  const name = Object.hasOwn(SHORT, word) ? (SHORT[word] ?? word) : word;
  const take = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
  if (take === undefined) throw new Refused(`ERROR: unrecognized argument: ${word}`);
  return take;
}

function taken(rest: string[]): string {
  const word = rest.shift();
  if (word === undefined) throw new Refused('Expected another commandline argument.');
  return word;
}

function inputOf({ inputIsCode, isStream, endsWithNewline }: Draft, words: readonly string[]): string {
  if (isStream && !endsWithNewline) throw new Refused('ERROR: cannot use --no-trailing-newline with --yaml-stream');
  const wanted = inputIsCode ? 'code' : 'filename';
  const [input, ...more] = words;
  if (input === undefined) throw new Refused(`ERROR: must give ${wanted}`, true);
  if (more.length > 0) throw new Refused(`ERROR: only one ${wanted} is allowed`);
  return input;
}

function filled(value: string, flag: string): string {
  if (value === '') throw new Refused(`ERROR: ${flag} argument was empty string`);
  return value;
}

function atLeast(least: number, value: string, flag: string): number {
  if (!/^[+-]?\d+$/.test(value)) throw new Refused(`Invalid integer "${value}"`);
  const number = Number(value);
  if (number < least) throw new Refused(`ERROR: invalid ${flag} value: ${number}`);
  return number;
}

function setText(
  variables: Map<string, Variable>,
  word: string,
  { environment, isCode }: { readonly environment: Environment; readonly isCode: boolean },
): void {
  const [name, value] = divided(word);
  const text = value ?? environment[name];
  if (text === undefined) throw new Refused(`ERROR: environment variable ${name} was undefined`);
  variables.set(name, { text, isCode });
}

/** The file is imported when the variable is asked for. */
function setFile(variables: Map<string, Variable>, word: string, keyword: 'import' | 'importstr'): void {
  const [name, file] = divided(word);
  if (file === undefined) throw new Refused(`ERROR: argument not in form <var>=<file> "${word}"`);
  variables.set(name, { text: `${keyword} @'${file.replaceAll("'", "''")}'`, isCode: true });
}

function divided(word: string): readonly [string, string | undefined] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

export const JSONNET_USAGE = `usage: tiphys render jsonnet [flags] FILE
Evaluates a Jsonnet program as "jsonnet" (go-jsonnet 0.22.0) does, in process, and prints what it gives as JSON.
FILE may be "-" for standard input.

  -e, --exec                  FILE is the program itself
  -J, --jpath DIR             look for imports there too; the last one wins (and JSONNET_PATH)
  -o, --output-file FILE      write to a file
  -m, --multi DIR             write a file for each field, and print their names
  -c, --create-output-dirs    make folders that are not there
  -y, --yaml-stream           print an array as a stream of YAML documents
  -S, --string                print a text as it is
      --no-trailing-newline   print no line break behind the result
  -s, --max-stack N           calls within one another (500)
  -t, --max-trace N           lines of a stack trace (20; 0: all)
  -V, --ext-str NAME[=TEXT]   an external variable; without =TEXT from the environment
      --ext-str-file NAME=FILE
      --ext-code NAME[=CODE]
      --ext-code-file NAME=FILE
  -A, --tla-str NAME[=TEXT]   an argument of the function that the program is
      --tla-str-file NAME=FILE
      --tla-code NAME[=CODE]
      --tla-code-file NAME=FILE
  -h, --help                  this text
      --version               the version
`;
