import { expect, test } from 'vitest';
import { readApplications } from './read-applications.ts';

const APP =
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {project: p, destination: {}}\n';

test('every document is an Application', () => {
  const apps = readApplications(`${APP}---\n${APP.replace('name: a', 'name: b')}`, 'f');
  expect(apps.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
});

test.each([
  ['nothing', '# nothing\n', 'f: there is no Application in it'],
  ['no YAML', 'kind: [', 'f: '],
  ['another kind', `${APP}---\nkind: Service\n`, 'f:6: an Application is expected, found Service'],
  ['a text', 'text\n', 'f:1: an Application is expected, found no object'],
  ['a field of another type', APP.replace('project: p', 'project: 1'), 'f:1: invalid Application: spec.project: '],
])('refused: %s', (_reason, text, message) => {
  expect(() => readApplications(text, 'f')).toThrow(message);
});
