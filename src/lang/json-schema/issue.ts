/** What a value breaks: a tree, as alternatives may fail for several reasons, printed as the Go library prints it. */
import { formatPointer } from '../../base/json-pointer.ts';
import { quoted } from './quoted.ts';

export interface Issue {
  /** Keys and indexes from the whole value. */
  readonly path: readonly string[];
  readonly message: string;
  /** A reference with one reason behind it is not printed: the reason stands for it. */
  readonly isReference: boolean;
  /** Several issues of one schema that are told side by side. */
  readonly isGroup: boolean;
  readonly causes: readonly Issue[];
}

/** Lines that begin with `- at 'POINTER': `, alternatives indented below what they belong to. */
export function formatIssues(issues: readonly Issue[]): string {
  const lines: string[] = [];
  for (const issue of issues) addLines(lines, issue, 0);
  return lines.join('\n');
}

function addLines(lines: string[], issue: Issue, depth: number): void {
  const hidden = issue.isReference && issue.causes.length === 1;
  if (!hidden) {
    const pointer = formatPointer(issue.path);
    lines.push(`${'  '.repeat(depth)}- at ${quoted(pointer)}: ${issue.message}`);
  }
  for (const cause of issue.causes) addLines(lines, cause, hidden ? depth : depth + 1);
}
