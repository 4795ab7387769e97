/** What `--explain` names: one value of one object. Pure. */
import { AppError } from '../../../base/errors.ts';
import { formatPointer, parsePointer } from '../../../base/json-pointer.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';

export interface ExplainedPath {
  readonly kind: string;
  readonly name: string;
  readonly steps: readonly string[];
}

/** `KIND/NAME:a.b[0].c`, or with a pointer where keys have dots: `KIND/NAME:/a/b~1c`. Throws `cli.usage` (user). */
export function parseExplainedPath(text: string): ExplainedPath {
  const [, kind = '', name = '', path = ''] = /^([^/:]+)\/([^:]*(?::[^:/.[]+)*):(.*)$/.exec(text) ?? [];
  const steps = path.startsWith('/') ? parsePointer(path) : dotted(path);
  if (kind === '' || name === '' || steps === undefined) {
    const message = `--explain ${text}: it is KIND/NAME:PATH, for example deployment/web:spec.replicas`;
    throw new AppError({ code: 'cli.usage', kind: 'user', message });
  }
  return { kind, name, steps };
}

export function isNamed({ kind, metadata }: KubeObject, path: ExplainedPath): boolean {
  return kind.toLowerCase() === path.kind.toLowerCase() && metadata.name === path.name;
}

/** Undefined where nothing stands there. */
export function valueAt(value: Json, steps: readonly string[]): Json | undefined {
  let here: Json | undefined = value;
  for (const step of steps) {
    if (here === undefined || here === null) return undefined;
    if (isList(here)) here = /^\d+$/.test(step) ? here[Number(step)] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

export function pathText({ kind, name, steps }: ExplainedPath): string {
  return `${kind}/${name}:${formatPointer(steps)}`;
}

function dotted(path: string): readonly string[] {
  return path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '');
}
