/** What random projects are written with. */
import type { Dice, Fields } from './random-world.fixture.ts';
import { documents, yamlOf } from './random-yaml.fixture.ts';

type Files = Record<string, string>;

export interface Project {
  readonly dice: Dice;
  readonly files: Files;
}

export const maybe = <T>(dice: Dice, percent: number, make: () => T): T | undefined =>
  dice.chance(percent) ? make() : undefined;

const KUSTOMIZATION = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
export const COMPONENT = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' };

export function write({ dice, files }: Project, folder: string, fields: Fields): void {
  const head = fields['kind'] === undefined ? maybe(dice, 70, () => KUSTOMIZATION) : undefined;
  const name = `${folder}/${dice.chance(90) ? 'kustomization.yaml' : 'kustomization.yml'}`;
  for (const other of ['yaml', 'yml']) delete files[`${folder}/kustomization.${other}`];
  files[name] = yamlOf(dice, {
    ...head,
    ...fields,
  });
}

export function put({ dice, files }: Project, path: string, ...objects: readonly Fields[]): string {
  files[path] = documents(dice, objects);
  return path.split('/').at(-1) ?? path;
}
