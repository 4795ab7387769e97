/** What is wrong with a YAML text, in libyaml's words, with the line that Go's library would name. */
import type { Mark } from './cursor.ts';

export interface SyntaxProblem {
  readonly problem: string;
  /** Where it was found. */
  readonly at: Pick<Mark, 'line'>;
  /** Where what is broken began. */
  readonly context?: Pick<Mark, 'line'>;
}

export class YamlSyntaxFault extends Error {
  override readonly name = 'YamlSyntaxFault';
  readonly problem: string;
  /** Undefined where the library names none: in the first line it does not know where it is. */
  readonly line: number | undefined;

  private constructor(problem: string, line: number | undefined) {
    super(problem);
    this.problem = problem;
    this.line = line === 0 ? undefined : line;
  }

  /** While characters became tokens: lines count from 1. */
  static scanning({ problem, at, context }: SyntaxProblem): YamlSyntaxFault {
    return new YamlSyntaxFault(problem, at.line > 0 ? at.line + 1 : context?.line);
  }

  /** While tokens became nodes: the library counts these lines from 0, one less than they are. */
  static parsing({ problem, at, context }: SyntaxProblem): YamlSyntaxFault {
    return new YamlSyntaxFault(problem, at.line > 0 ? at.line : context?.line);
  }

  /** About the text as a whole. */
  static whole(problem: string): YamlSyntaxFault {
    return new YamlSyntaxFault(problem, undefined);
  }
}
