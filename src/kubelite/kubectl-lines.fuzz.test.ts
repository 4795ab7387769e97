import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { listeningKubelite } from '../testkit/kubectl/compare-sessions.ts';
import { randomLines } from '../testkit/kubectl/random-lines.ts';
import { realKubectl } from '../testkit/kubectl/real-kubectl.ts';
import { runSession } from '../testkit/kubectl/run-session.ts';
import { ADMIN, type Kubelite } from './index.ts';

/** `TIPHYS_SEED`, `TIPHYS_SESSIONS` and `TIPHYS_LINES` try others, and more of them. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 1000);
const SESSIONS = Number(process.env['TIPHYS_SESSIONS'] ?? 4);
const LINES = Number(process.env['TIPHYS_LINES'] ?? 40);

const seeds = Array.from({ length: SESSIONS }, (_, index) => SEED + index);

describe.skipIf(!HAS_REAL_SERVER).each(['1.35', '1.32'])(
  'random lines of kubectl %s beside a real server',
  (version) => {
    const kubectl = realKubectl(version) ?? '';
    let server: RealServer;
    let kubelite: Kubelite;

    beforeAll(async () => {
      server = startRealServer();
      kubelite = await listeningKubelite();
    }, 60_000);
    afterAll(async () => {
      await kubelite?.close();
      server?.stop();
    });

    test.skipIf(kubectl === '').each(seeds)('seed %i', { timeout: 240_000 }, async (seed) => {
      const session = randomLines(seed, LINES);
      const kubeconfig = readFileSync(server.kubeconfig, 'utf8');
      const theirs = await runSession(session, { kubectl, kubeconfig });
      const ours = await runSession(session, { kubectl, kubeconfig: kubelite.kubeconfig(ADMIN) });
      expect(ours).toEqual(theirs);
    });
  },
);
