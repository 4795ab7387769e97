/** `argocd app create NAME`, or `-f FILE`: the Applications that flags and files describe. */
import { type Application, application } from '../../../api/application/fields.ts';
import { encodeJson } from '../../../api/schema/encode.ts';
import { AppError } from '../../../base/errors.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { jsonEqual } from '../../../base/json-equal.ts';
import type { Json } from '../../../base/json-value.ts';
import { refusedWith } from '../api-client.ts';
import { type CommandContext, EXIT, openSession, type Session } from '../command.ts';
import { describedApplications } from '../specification/described-applications.ts';
import { type GivenFlags, givenSwitch } from '../specification/given-flags.ts';
import { readApplication } from '../update-specification.ts';

/** `undefined` where no Application is named: the caller shows how to. Throws `cli.*`. */
export async function appCreate(
  context: CommandContext,
  name: string | undefined,
  given: GivenFlags,
): Promise<number | undefined> {
  const apps = await describedApplications(name, given);
  if (apps.length === 0) return undefined;
  const session = openSession(context);
  for (const app of apps) {
    const { name: created, outcome } = await create(session, app, given);
    context.output.print(`application '${created}' ${outcome}\n`);
  }
  return EXIT.ok;
}

interface Created {
  readonly name: string;
  readonly outcome: 'created' | 'unchanged' | 'updated';
}

async function create({ api }: Session, app: Application, given: GivenFlags): Promise<Created> {
  const upsert = givenSwitch(given, 'upsert') ?? false;
  const { name = '', namespace = '' } = app.metadata;
  const existing = await readApplication(api, { name, namespace }).catch(absent);
  const created = await api.call<Application>({
    method: 'POST',
    path: '/api/v1/applications',
    query: { upsert, validate: givenSwitch(given, 'validate') ?? true },
    body: parseJson(encodeJson(application, app)),
  });
  const outcome = existing === undefined ? 'created' : upsert && isChanged(existing, created) ? 'updated' : 'unchanged';
  return { name: created.metadata.name ?? '', outcome };
}

/** Who may not see it is told the same as where there is none. */
function absent(error: unknown): undefined {
  if (error instanceof AppError && (refusedWith(error, 'NotFound') || refusedWith(error, 'PermissionDenied'))) return;
  throw error;
}

function isChanged(before: Application, after: Application): boolean {
  return !jsonEqual(wishOf(before), wishOf(after));
}

function wishOf({ spec, metadata }: Application): Json {
  const { labels = {}, annotations = {}, finalizers = [] } = metadata;
  const wish = { spec: { ...spec, project: spec.project || 'default' }, labels, annotations, finalizers };
  return wish as unknown as Json;
}
