import { expect, test } from 'vitest';
import { templateHash } from './template-hash.ts';

const TEMPLATE = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'example.com/app:1',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  },
};

test('the hash of a template, and of one whose name was taken, is that of a real cluster', () => {
  expect(templateHash(TEMPLATE)).toBe('cd7b776d');
  expect(templateHash(TEMPLATE, 1)).toBe('dd5fb78df');
});
