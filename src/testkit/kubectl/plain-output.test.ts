import { expect, test } from 'vitest';
import { inStableOrder, plainOutput, withoutProse } from './plain-output.ts';

test('rows of limits are sorted within their type, and nothing else is', () => {
  const head = [
    'Name: lr',
    'Type  Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio',
    '----  --------  ---  ---  ---------------  -------------  -----------------------',
  ];
  const rows = ['Pod  memory  -  1  -  -  -', 'Pod  cpu  -  4  -  -  -', 'Container  cpu  50m  2  -  -  -'];
  const after = ['', 'Z', 'A'];
  expect(inStableOrder([...head, ...rows, ...after])).toEqual([
    ...head,
    ...['Pod  cpu  -  4  -  -  -', 'Pod  memory  -  1  -  -  -', 'Container  cpu  50m  2  -  -  -'],
    ...after,
  ]);
});

test('what differs between two runs has a word in capitals', () => {
  const text = 'pod/web-7c5ddbdf54-x2v9q at 10.1.2.3 since 5m3s, resourceVersion: "17"\n';
  expect(plainOutput(text, {})).toEqual(['pod/web-7c5ddbdf54-RANDOM at IP since AGE, resourceVersion: "VERSION"']);
});

test('fields without the words about them', () => {
  expect(withoutProse(['KIND:       Pod', 'DESCRIPTION:', '    words', '  spec\t<PodSpec>'])).toEqual([
    'KIND:       Pod',
    '  spec\t<PodSpec>',
  ]);
});
