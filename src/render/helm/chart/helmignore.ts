/**
 * `.helmignore`: one pattern a line; the first that decides wins. A `!` is not what it is for git: it ignores everything
 * that the pattern does not match. There is no `**`.
 */

import { matchPath } from '../../../base/glob/path-match.ts';
import { baseName } from '../archive/clean-path.ts';
import { helmFault } from '../helm-fault.ts';

export interface IgnoreRules {
  /** Whether a file or folder, named from the folder of the chart, is left out. */
  ignores(path: string, kind: 'file' | 'folder'): boolean;
}

interface Rule {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  readonly matches: (path: string) => boolean;
}

/** Hidden files among the templates are never templates. */
const ALWAYS = 'templates/.?*';

/** The rules of the file's text, with those that always hold. Throws `helm.invalid-chart` with Helm's words. */
export function parseHelmignore(text: string): IgnoreRules {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const rules = [...lines, ALWAYS].flatMap(parseRule);
  return { ignores: (path, kind) => isIgnored(rules, path, kind) };
}

function isIgnored(rules: readonly Rule[], path: string, kind: 'file' | 'folder'): boolean {
  if (path === '' || path === '.' || path === './') return false;
  for (const { negated, foldersOnly, matches } of rules) {
    if (negated) {
      if ((foldersOnly && kind === 'file') || !matches(path)) return true;
    } else if ((!foldersOnly || kind === 'folder') && matches(path)) return true;
  }
  return false;
}

function parseRule(line: string): readonly Rule[] {
  const rule = line.trim();
  if (rule === '' || rule.startsWith('#')) return [];
  if (rule.includes('**')) throw helmFault('helm.invalid-chart', 'double-star (**) syntax is not supported');
  if (matchPath(rule, 'abc') === 'malformed') throw helmFault('helm.invalid-chart', 'syntax error in pattern');
  const negated = rule.startsWith('!');
  const positive = negated ? rule.slice(1) : rule;
  const foldersOnly = positive.endsWith('/');
  const path = foldersOnly ? positive.slice(0, -1) : positive;
  return [{ negated, foldersOnly, matches: matcherOf(path) }];
}

/** A pattern with a slash is for the whole path, one without for the name alone. */
function matcherOf(pattern: string): (path: string) => boolean {
  const rooted = pattern.startsWith('/');
  const matches = (path: string): boolean => matchPath(rooted ? pattern.slice(1) : pattern, path) === 'match';
  return rooted || pattern.includes('/') ? matches : (path) => matches(baseName(path));
}
