/** `kustomize.buildOptions` of the installation: the flags of the command line, as far as they say how to build. */
import { kustomizeFault } from '../kustomize/fault.ts';

export interface KustomizeFlags {
  readonly helm: boolean;
  readonly restrictsToRoot: boolean;
  readonly managedByLabel: boolean;
  readonly reorder: 'none' | 'legacy' | undefined;
  /** As it is written. */
  readonly text: string;
}

const PROGRAMS = ['--enable-exec', '--network', '--as-current-user'];

/** Throws for flags that would run programs: none is run. */
export function kustomizeFlags(text: string): KustomizeFlags {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const program = PROGRAMS.find((flag) => words.some((word) => isSet(word, flag)));
  if (program !== undefined)
    throw kustomizeFault(`kustomize.buildOptions: ${program} is refused, functions that are programs are not run`);
  const value = (name: string): string | undefined => {
    const joined = words.find((word) => word.startsWith(`${name}=`));
    if (joined !== undefined) return joined.slice(name.length + 1);
    const at = words.indexOf(name);
    return at < 0 ? undefined : words[at + 1];
  };
  const has = (name: string): boolean => words.includes(name) || value(name) === 'true';
  const reorder = value('--reorder');
  return {
    helm: has('--enable-helm'),
    restrictsToRoot: !['LoadRestrictionsNone', 'none'].includes(value('--load-restrictor') ?? ''),
    managedByLabel: has('--enable-managedby-label') || has('--enable_managedby_label'),
    reorder: reorder === 'none' || reorder === 'legacy' ? reorder : undefined,
    text: words.join(' '),
  };
}

/** Alone or with any value but those that Go reads as no. */
function isSet(word: string, flag: string): boolean {
  if (word === flag) return true;
  return word.startsWith(`${flag}=`) && !/^(?:0|[fF]|false|FALSE|False)$/.test(word.slice(flag.length + 1));
}
