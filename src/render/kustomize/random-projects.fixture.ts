/** Kustomizations at random as projects lay them out: operators, services with environments, kinds of one's own. */
import fc from 'fast-check';
import type { LayeredTree } from './random-layers.fixture.ts';
import { operator } from './random-operators.fixture.ts';
import { ownKinds } from './random-own-kinds.fixture.ts';
import type { Project } from './random-project.fixture.ts';
import { environments } from './random-services.fixture.ts';
import { Dice } from './random-world.fixture.ts';

function projectOf(seed: number): LayeredTree {
  const dice = new Dice(seed);
  const project: Project = { dice, files: {} };
  const path = dice.pick([operator, environments, environments, ownKinds])(project);
  return { files: project.files, path };
}

export const projects: fc.Arbitrary<LayeredTree> = fc.integer({ min: 0, max: 2 ** 31 }).map(projectOf);
