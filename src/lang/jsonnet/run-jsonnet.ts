/** Runs a program as go-jsonnet's command does: evaluate, call what is a function with the top-level arguments, make JSON. */

import { compile } from './compile/compile.ts';
import { LIBRARY } from './compile/library-call.ts';
import { scopeOf } from './compile/static-scope.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Importer } from './importer.ts';
import { ImportFault } from './importer.ts';
import { createLibrary } from './library/library.ts';
import { callFunction } from './runtime/call.ts';
import { BudgetFault } from './runtime/fault.ts';
import { JsonnetFunction } from './runtime/function.ts';
import { goText } from './runtime/go-text.ts';
import { type Limits, Machine, type NamedLazy, type Surroundings } from './runtime/machine.ts';
import { type Manifested, manifest } from './runtime/manifest.ts';
import type { JsonnetObject } from './runtime/object.ts';
import { Scope } from './runtime/scope.ts';
import { type Site, WordSite } from './runtime/site.ts';
import { type Code, type Lazy, Thunk } from './runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from './runtime/value.ts';
import { parse } from './syntax/parser.ts';
import { Source } from './syntax/source.ts';
import { StaticFault } from './syntax/static-fault.ts';

/** A text that stands for itself, or code. */
export interface Variable {
  readonly text: string;
  readonly isCode: boolean;
}

export type Program =
  /** A file, found as an import is that stands nowhere. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string; readonly name: string };

export interface JsonnetRun {
  readonly program: Program;
  readonly importer: Importer;
  readonly externalVariables: ReadonlyMap<string, Variable>;
  readonly topLevelArguments: ReadonlyMap<string, Variable>;
  readonly limits: Limits;
  /** Receives a line of `std.trace`, without a line break. */
  readonly trace: (line: string) => void;
  /** What is expected of the result: JSON, or a text as it is. */
  readonly wants: 'json' | 'text';
}

export type JsonnetOutcome =
  | { readonly kind: 'done'; readonly value: Manifested }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * The result as JSON, or what failed. Whatever the importer throws that is no ImportFault goes through: that is how a
 * caller's own interruptions leave.
 */
export function runJsonnet(run: JsonnetRun): JsonnetOutcome {
  const runner = new Runner(run);
  try {
    return { kind: 'done', value: runner.result() };
  } catch (error) {
    const failure = failureOf(error, runner.machine);
    if (failure === undefined) throw error;
    return { kind: 'failed', failure };
  }
}

class Runner implements Surroundings {
  readonly machine: Machine;
  private readonly run: JsonnetRun;
  private readonly library: (file: string) => JsonnetObject;
  /** What each file was imported as, once. */
  private readonly compiled = new Map<string, Lazy>();
  private readonly texts = new Map<string, string>();
  private readonly byteArrays = new Map<string, JsonnetArray>();
  private readonly variables = new Map<string, Lazy>();

  constructor(run: JsonnetRun) {
    this.run = run;
    this.library = createLibrary();
    this.machine = new Machine(run.limits, this);
  }

  result(): Manifested {
    const value = this.called(this.evaluated());
    if (this.run.wants === 'json') return manifest(this.machine, value, MANIFESTATION);
    if (typeof value === 'string') return value;
    throw this.machine.fault(`expected string result, got: ${typeOf(value)}`, MANIFESTATION);
  }

  private evaluated(): Value {
    const { program } = this.run;
    if (program.kind === 'text') {
      const source = new Source(program.text, { name: program.name, file: '' });
      return this.prepare(source, '').force(this.machine, EVALUATION);
    }
    const { file, bytes } = this.run.importer('', program.path);
    const source = new Source(goText(bytes), { name: file, file });
    return this.prepare(source, file).force(this.machine, EVALUATION);
  }

  /** Arguments are given only to a function. */
  private called(value: Value): Value {
    if (!(value instanceof JsonnetFunction)) return value;
    const named: NamedLazy[] = [];
    for (const [name, variable] of this.run.topLevelArguments)
      named.push({ name, value: this.variableValue(variable, `<top-level-arg:${name}>`) });
    return callFunction(this.machine, value, { positional: [], named, tailstrict: false }, TOP_LEVEL_CALL);
  }

  standardLibrary(file: string): JsonnetObject {
    return this.library(file);
  }

  importCode(from: string, path: string, site: Site): Value {
    const { file, bytes } = this.imported(from, path, site);
    const known = this.compiled.get(file);
    if (known !== undefined) return known instanceof Thunk ? known.force(this.machine, site) : known;
    const source = new Source(goText(bytes), { name: file, file });
    const value = this.worded(site, () => this.prepare(source, file));
    this.compiled.set(file, value);
    return value.force(this.machine, site);
  }

  importText(from: string, path: string, site: Site): string {
    const { file, bytes } = this.imported(from, path, site);
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    this.machine.make(bytes.length / 16);
    const text = goText(bytes);
    this.texts.set(file, text);
    return text;
  }

  importBytes(from: string, path: string, site: Site): JsonnetArray {
    const { file, bytes } = this.imported(from, path, site);
    const known = this.byteArrays.get(file);
    if (known !== undefined) return known;
    this.machine.make(bytes.length / 4);
    const array = new JsonnetArray([...bytes]);
    this.byteArrays.set(file, array);
    return array;
  }

  externalVariable(name: string): Lazy | undefined {
    const known = this.variables.get(name);
    if (known !== undefined) return known;
    const variable = this.run.externalVariables.get(name);
    if (variable === undefined) return undefined;
    const value = this.variableValue(variable, `<extvar:${name}>`);
    this.variables.set(name, value);
    return value;
  }

  trace(line: string): void {
    this.run.trace(line);
  }

  private variableValue({ text, isCode }: Variable, name: string): Lazy {
    if (!isCode) return text;
    const source = new Source(text, { name, file: '' });
    try {
      return this.prepare(source, name);
    } catch (error) {
      if (!(error instanceof StaticFault)) throw error;
      return new Thunk(() => {
        throw error;
      }, new Scope(undefined, []));
    }
  }

  /** What is wrong with an imported file is a fault where it is imported. */
  private worded<T>(site: Site, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof StaticFault || error instanceof ImportFault) throw this.machine.fault(error.message, site);
      throw error;
    }
  }

  private imported(from: string, path: string, site: Site) {
    // To find a file is more than a step.
    this.machine.work(8);
    return this.worded(site, () => this.run.importer(from, path));
  }

  private prepare(source: Source, thisFile: string): Thunk {
    return new Thunk(this.code(source), this.fileScope(thisFile));
  }

  private code(source: Source): Code {
    const scope = scopeOf(undefined, ['std', LIBRARY]);
    try {
      return compile(parse(source), { source, scope, within: '$', bound: 'anonymous', tail: 'last' });
    } catch (error) {
      if (error instanceof RangeError) throw new BudgetFault('the program is nested too deeply');
      throw error;
    }
  }

  private fileScope(thisFile: string): Scope {
    const library = this.standardLibrary(thisFile);
    return new Scope(undefined, [library, library]);
  }
}

const EVALUATION = new WordSite('During evaluation');
const MANIFESTATION = new WordSite('During manifestation');
const TOP_LEVEL_CALL = new WordSite('Top-level function call');
