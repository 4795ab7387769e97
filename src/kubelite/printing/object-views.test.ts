import { expect, test } from 'vitest';
import { isList, isObject, member } from '../../base/json-value.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from '../index.ts';

test.each([
  ['Pending', undefined],
  ['Running', undefined],
  [
    'Succeeded',
    [{ type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' }],
  ],
  ['Failed', [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }]],
])('the row of a pod that is %s says whether it is over', (phase, conditions) => {
  const kubelite = createKubelite({ clock: new FakeClock() });
  const pods = '/api/v1/namespaces/default/pods';
  const ask = (method: string, url: string, sent: object = {}) =>
    kubelite.handle({
      method,
      url,
      headers: {
        authorization: [`Bearer ${kubelite.issueToken(ADMIN)}`],
        'content-type': [method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'],
        ...(method === 'GET' && { accept: ['application/json;as=Table;v=v1;g=meta.k8s.io'] }),
      },
      body: Buffer.from(method === 'GET' ? '' : JSON.stringify(sent)),
    });
  ask('POST', pods, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
  ask('PATCH', `${pods}/p/status`, { status: { phase } });
  const answer = ask('GET', `${pods}/p`);
  const table = answer.kind === 'full' ? JSON.parse(String(answer.body)) : undefined;
  const rows = member(table, 'rows');
  const row = isList(rows) && isObject(rows[0]) ? rows[0] : {};
  expect(row['conditions']).toEqual(conditions);
  expect(Object.keys(row)).toEqual(['cells', ...(conditions ? ['conditions'] : []), 'object']);
});
