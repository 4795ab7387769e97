import { expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { openProject } from '../../testkit/reconcile-environment.ts';
import { checkSpecification } from './check-specification.ts';

const DESTINATION = { server: 'https://kubernetes.default.svc', namespace: 'web' };
const narrow = { ...openProject('narrow'), spec: { sourceRepos: ['https://git.test/a'], destinations: [DESTINATION] } };

function refusal(spec: Partial<Application['spec']>): string | undefined {
  const installation = memoryInstallation({ projects: [openProject('default'), narrow] });
  const whole = { project: 'default', source: { repoURL: 'https://git.test/a', path: '.' }, destination: DESTINATION };
  const app = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: { ...whole, ...spec },
  };
  try {
    checkSpecification({ installation, namespace: 'argocd' }, app);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ['nothing against it', {}, undefined],
  ['no such project', { project: 'none' }, 'app is not allowed in project "none", or the project does not exist'],
  [
    'no destination',
    { destination: {} },
    'application destination spec for web is invalid: Destination server missing from app spec',
  ],
  [
    'a repository that the project does not permit',
    { project: 'narrow', source: { repoURL: 'https://git.test/b', path: '.' } },
    "application spec for web is invalid: InvalidSpecError: application repo https://git.test/b is not permitted in project 'narrow'",
  ],
  [
    'two sources of one name',
    { sources: ['a', 'b', 'a'].map((name) => ({ repoURL: 'https://git.test/a', path: '.', name })) },
    'error validating and normalizing app: application web has duplicate source name: a',
  ],
])('%s', (_reason, spec, message) => {
  expect(refusal(spec)).toBe(message);
});
