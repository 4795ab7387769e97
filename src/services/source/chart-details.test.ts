import { expect, test } from 'vitest';
import { chartDetails } from './chart-details.ts';

test('what the chart says: its description, its home, and who maintains it with an address or without', () => {
  const chart = `
apiVersion: v2
name: web
version: 0.1.0
description: A small web chart
home: https://example.com/web
maintainers:
  - {name: Example Team, email: team@example.com}
  - {name: Ann}
  - {email: bob@example.com}
`;
  expect(chartDetails(chart)).toEqual({
    description: 'A small web chart',
    home: 'https://example.com/web',
    maintainers: ['Example Team <team@example.com>', 'Ann', '<bob@example.com>'],
  });
});

test('a chart that says nothing of itself', () => {
  expect(chartDetails('apiVersion: v2\nname: web\nversion: 1.0.0\n')).toEqual({
    description: '',
    home: '',
    maintainers: [],
  });
});

test('what is no Chart.yaml is told', () => {
  expect(() => chartDetails('- a list')).toThrow('cannot load Chart.yaml');
});
