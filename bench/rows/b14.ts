/**
 * B14: health checks in Lua beside gopher-lua in the same run: a script compiled once here and, as there, for each evaluation; a
 * fresh state and an object from JSON each time on both sides. Needs the oracle.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { customChecks } from '../../src/engine/health/custom/index.ts';
import { resourceOverrides } from '../../src/engine/settings/resource-overrides.ts';
import { askOracle, oraclePath } from '../../src/testkit/line-oracle.ts';
import { HEALTH_SCRIPTS, type HealthScript } from '../health-scripts.ts';
import { rounded } from '../measure.ts';
import type { Measure, Row } from '../row.ts';

/** Evaluations in all, of ours. */
const EVALUATIONS = 100_000;
/** Requests to the oracle for each script. */
const REQUESTS = 5000;
const ROUNDS = 5;
const GOAL = 20;

/** Undefined where the oracle is missing. */
export function b14(): Row | undefined {
  const oracle = oraclePath('golua');
  if (oracle === undefined) return undefined;
  const peers = HEALTH_SCRIPTS.map((one) => peerMicroseconds(oracle, one));
  const ours = HEALTH_SCRIPTS.map(ourMicroseconds);
  const each = HEALTH_SCRIPTS.map(({ name }, index) => measureOf(name, ours[index] ?? 0, peers[index]?.evaluated ?? 0));
  const measures = [...each, measureOf('mean of all', mean(ours), mean(peers.map(({ evaluated }) => evaluated)))];
  const ratios = ours.map((time, index) => rounded((peers[index]?.evaluated ?? 0) / time, 1));
  return {
    row: 'B14',
    measures,
    detail: {
      timesFaster: Object.fromEntries(HEALTH_SCRIPTS.map(({ name }, index) => [name, ratios[index]])),
      wholeRequests: peers.map(({ request }) => rounded(request, 1)),
    },
  };
}

function measureOf(name: string, ours: number, peer: number): Measure {
  return { name, unit: 'µs', ours: rounded(ours, 2), goal: rounded(peer / GOAL, 2), peer: rounded(peer, 1) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface PeerTimes {
  /** Of a request, its line and its answer included. */
  readonly request: number;
  /** Without what a request takes that evaluates nothing: reading its line, and a state. */
  readonly evaluated: number;
}

/** Throws where the oracle judges otherwise than we do: then nothing is compared. */
function peerMicroseconds(oracle: string, one: HealthScript): PeerTimes {
  const { script, objects } = one;
  const requests = Array.from({ length: REQUESTS }, (_, index) => ({ script, obj: objects[index % objects.length] }));
  const answers = askOracle(oracle, requests.slice(0, objects.length));
  for (const [index, object] of objects.entries()) {
    const judged = checkOf(one)(object);
    if (!isDeepStrictEqual(answers[index]?.['result'], judged?.health)) throw new Error(`${one.name}: another verdict`);
  }
  const empty = requests.map(({ obj }) => ({ script: 'return nil', obj: JSON.stringify(obj) }));
  const start = oracleMicroseconds(oracle, []);
  const request = (oracleMicroseconds(oracle, requests) - start) / REQUESTS;
  const idle = (oracleMicroseconds(oracle, empty) - start) / REQUESTS;
  return { request, evaluated: request - idle };
}

/** CPU time of the whole process: the clock on the wall tells what else the machine does. The best of three. */
function oracleMicroseconds(oracle: string, requests: readonly object[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'b14-'));
  try {
    const file = join(folder, 'requests');
    writeFileSync(file, requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
    const command = 'TIMEFORMAT="%U %S"; time "$0" < "$1" > /dev/null';
    const times = [0, 1, 2].map(() => {
      const { stderr } = spawnSync('bash', ['-c', command, oracle, file], { encoding: 'utf8' });
      return stderr.split(/\s+/).reduce((total, part) => total + Number(part), 0) * 1e6;
    });
    return Math.min(...times);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** CPU time as well, and the best of some rounds. */
function ourMicroseconds(one: HealthScript): number {
  const check = checkOf(one);
  const runs = EVALUATIONS / HEALTH_SCRIPTS.length / ROUNDS / one.objects.length;
  const round = (): number => {
    const before = process.cpuUsage();
    for (let run = 0; run < runs; run++) for (const object of one.objects) check(object);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / runs / one.objects.length;
  };
  round();
  return Math.min(...Array.from({ length: ROUNDS }, round));
}

function checkOf({ script, objects }: HealthScript): ReturnType<typeof customChecks> {
  const kind = objects[0]?.kind ?? '';
  const overrides = resourceOverrides({ [`resource.customizations.health.bench.example.com_${kind}`]: script });
  return customChecks(overrides, { now: () => 0 });
}
