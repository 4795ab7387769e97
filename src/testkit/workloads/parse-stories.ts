/** Stories of workloads: what is done to them, step by step (`src/kubelite/controllers/testdata/stories.yaml`). */
import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { readYaml } from '../../lang/yaml/read.ts';

/** One of the members. */
export interface StoryStep {
  readonly create?: KubeObject;
  /** `of` is `apiVersion plural/name`. */
  readonly patch?: { readonly of: string; readonly with: JsonObject };
  readonly delete?: { readonly of: string; readonly policy?: string };
  readonly deleteAll?: { readonly of: string; readonly selector: string };
  /** Seconds. */
  readonly wait?: number;
}

export interface Story {
  readonly title: string;
  readonly namespace: string;
  readonly steps: readonly StoryStep[];
}

/** All stories of a file. */
export function readStories(file: URL): readonly Story[] {
  const stories = readYaml(readFileSync(file, 'utf8')) as unknown as readonly Story[];
  return stories.map((story) => ({ ...story, namespace: story.title.replace(/[^a-z0-9]+/g, '-') }));
}
