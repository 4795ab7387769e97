/** Renders as threads are given them: tasks, the objects of a folder, and who waits. */
import { createHash } from 'node:crypto';
import type { ApplicationSource } from '../api/application/fields.ts';
import type { RenderObject, RenderSignals, RenderTask } from '../services/source/index.ts';

/** The tree that every task begins at. */
export const TASK_ROOT = '0'.repeat(40);

export interface TaskSketch {
  /** Of the application and of its repository. */
  readonly name?: string;
  readonly project?: string;
  readonly source?: Partial<ApplicationSource>;
  readonly settings?: Partial<RenderTask['request']['settings']>;
}

export function renderTask({ name = 'app', project = 'default', source, settings }: TaskSketch = {}): RenderTask {
  return {
    trees: { root: TASK_ROOT, references: new Map() },
    facts: {
      variables: new Map(),
      kubeVersion: '1.35.4',
      apiVersions: new Set(),
      moment: { instant: 0, entropy: new Uint8Array(32) },
    },
    request: {
      appName: name,
      project,
      namespace: 'n',
      source: { repoURL: `https://git.example.com/${name}.git`, path: '.', ...source },
      references: undefined,
      settings: {
        maxCombinedDirectoryManifestsSize: 0,
        valuesFileSchemes: ['https'],
        kustomizeBuildOptions: {},
        disabledTools: [],
        ...settings,
      },
    },
  };
}

/** Files and folders by path, as Git keeps them. */
export function taskObjects(files: Readonly<Record<string, string>>): Map<string, RenderObject> {
  const objects = new Map<string, RenderObject>();
  const tree = (prefix: string): string => {
    const below = Object.keys(files).filter((path) => path.startsWith(prefix));
    const names = new Set(below.map((path) => path.slice(prefix.length).split('/')[0] ?? ''));
    const entries = [...names].map((name) => {
      const text = files[prefix + name];
      const oid = text === undefined ? tree(`${prefix}${name}/`) : hashOf(text);
      if (text !== undefined) objects.set(oid, new Uint8Array(Buffer.from(text)));
      return [name, { name, oid, mode: text === undefined ? ('tree' as const) : ('file' as const) }] as const;
    });
    const oid = prefix === '' ? TASK_ROOT : hashOf(`tree ${prefix}`);
    objects.set(oid, new Map(entries));
    return oid;
  };
  tree('');
  return objects;
}

/** Of somebody who waits until the end. */
export function patient(): RenderSignals {
  return { signal: new AbortController().signal, overtaken: new AbortController().signal };
}

/** A manifest; the number is larger than what JavaScript's numbers hold. */
export function namedMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  big: 9007199254740993\n`;
}

function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
