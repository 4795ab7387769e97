import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isList, isObject, type Json, type JsonObject } from '../base/json-value.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { randomProgram } from '../testkit/conversation/random-programs.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../testkit/conversation/real-server.ts';
import { serverTarget } from '../testkit/conversation/server-target.ts';
import { type TalkAnswer, talk } from '../testkit/conversation/talk.ts';
import { kubeFacts } from '../testkit/kube-facts.ts';

/** `TIPHYS_SEED` and `TIPHYS_PROGRAMS` try others, and more of them for each kind. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 1000);
const PROGRAMS = Number(process.env['TIPHYS_PROGRAMS'] ?? 2);
const STEPS = 10;

/** Kinds that are asked about and not stored, or that controllers change on their own while a program runs. */
const OTHER_KINDS = new Set([
  ...['TokenReview', 'SelfSubjectReview', 'SubjectAccessReview', 'LocalSubjectAccessReview', 'SelfSubjectAccessReview'],
  ...['SelfSubjectRulesReview', 'TokenRequest', 'Scale', 'Binding', 'Eviction', 'ComponentStatus'],
  ...['Node', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'VolumeAttributesClass', 'ServiceCIDR'],
  ...['APIService', 'CertificateSigningRequest', 'CustomResourceDefinition', 'Widget', 'ClusterRole'],
]);

const MANAGERS = ['one', 'two', 'three', 'before-first-apply'];
const SERVER_ANNOTATIONS = ['deployment.kubernetes.io/revision', 'deprecated.daemonset.template.generation'];

const objects = ((kubeFacts('defaults') ?? []) as readonly { readonly request: JsonObject }[])
  .map(({ request }) => request)
  .filter(({ kind }) => !OTHER_KINDS.has(String(kind)));
const byKind = Map.groupBy(objects, ({ kind }) => String(kind));

/** The answer without what controllers write meanwhile; causes come in any order. */
function withoutControllers({ body, ...answer }: TalkAnswer): Json {
  return { ...answer, body: isObject(body) ? scrubbed(body) : body };
}

function scrubbed(body: JsonObject): JsonObject {
  const { status, details, metadata, spec, ...rest } = body;
  if (body['kind'] === 'Status') return { ...rest, status: status ?? null, details: withSortedCauses(details) };
  const {
    resourceVersion: _,
    generation: __,
    managedFields,
    annotations,
    ...kept
  } = isObject(metadata) ? metadata : {};
  const owners = isList(managedFields)
    ? managedFields.filter((one) => isObject(one) && MANAGERS.includes(String(one['manager'])))
    : [];
  const notes = Object.entries(isObject(annotations) ? annotations : {}).filter(
    ([key]) => !SERVER_ANNOTATIONS.includes(key),
  );
  const { nodeName: ___, ...wanted } = isObject(spec) ? spec : {};
  return {
    ...rest,
    metadata: { ...kept, managedFields: owners, annotations: Object.fromEntries(notes) },
    spec: wanted,
  };
}

function withSortedCauses(details: Json | undefined): Json {
  if (!isObject(details)) return details ?? null;
  const causes = isList(details['causes']) ? details['causes'] : [];
  const sorted = causes.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  return { ...details, causes: sorted };
}

describe.skipIf(!HAS_REAL_SERVER || objects.length === 0)('random programs beside a real server', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;
  const ours = kubeliteTarget();
  const count = { steps: 0, refusals: 0 };

  beforeAll(() => {
    server = startRealServer();
    real = serverTarget(server);
  }, 60_000);
  afterAll(() => {
    process.stdout.write(`random programs: ${count.steps} writes, ${count.refusals} refused with other causes\n`);
    real?.close();
    server?.stop();
  });

  test.each([...byKind])('%s', { timeout: 120_000 }, async (_kind, bases) => {
    for (let index = 0; index < PROGRAMS; index += 1) {
      const seed = SEED + index;
      const object = bases[seed % bases.length];
      if (!object) continue;
      const program = randomProgram({ object, seed, steps: STEPS });
      const [theirs, mine] = [await talk(real, program), await talk(ours, program)];
      for (const [at, answer] of theirs.entries()) {
        const own = mine[at];
        // After a panic of the server both may go on from different objects.
        if (answer.code === 0 || !own) break;
        count.steps += 1;
        const lines = differencesOf(withoutControllers(answer), withoutControllers(own));
        if (lines.length === 0) continue;
        // Which causes a refusal names is compared case by case in the recorded answers.
        const bothInvalid = answer.code === 422 && own.code === 422;
        if (bothInvalid) count.refusals += 1;
        else expect({ program: program.title, step: answer.step, lines }).toEqual({ lines: [] });
      }
    }
  });
});
