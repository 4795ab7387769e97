/** The Applications that a command line describes: by flags, or by a file with flags over it. */
import type { Application } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { parseApplicationName } from '../command.ts';
import { parseKeyValues } from '../key-value.ts';
import { readStandardInput, readText } from '../read-text.ts';
import { changedSpecification } from './change-specification.ts';
import { type GivenFlags, givenSwitch, givenText, givenTexts } from './given-flags.ts';
import { readApplications } from './read-applications.ts';

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/** Empty where nothing is named. Throws `cli.*` (user). */
export async function describedApplications(
  name: string | undefined,
  given: GivenFlags,
): Promise<readonly Application[]> {
  const file = givenText(given, 'file');
  const named = await (file === undefined ? fromFlags(name, given) : fromFile(file, name, given));
  const finalizers = givenSwitch(given, 'set-finalizer') ? [FINALIZER] : [];
  return named.map((app) => withMetadata(app, { namespace: givenText(given, 'app-namespace'), finalizers }));
}

async function fromFlags(name: string | undefined, given: GivenFlags): Promise<readonly Application[]> {
  const flag = givenText(given, 'name');
  if (flag && name && flag !== name) throw mismatch(`--name argument '${flag}' does not match app name ${name}`);
  const wanted = name ?? flag ?? '';
  if (wanted === '') return [];
  const { name: own, namespace } = parseApplicationName(wanted);
  const metadata = { name: own, ...(namespace === '' ? {} : { namespace }) };
  const app = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: EMPTY_SPECIFICATION };
  return [await changed(app, given)];
}

const EMPTY_SPECIFICATION: Application['spec'] = { destination: {}, project: '' };

async function fromFile(file: string, name: string | undefined, given: GivenFlags): Promise<readonly Application[]> {
  // What comes by standard input is taken as it is.
  if (file === '-') return readApplications(await readStandardInput(), 'standard input');
  const apps = readApplications(await readText(file), file);
  return await Promise.all(apps.map((app) => overFile(app, name, given)));
}

async function overFile(app: Application, name: string | undefined, given: GivenFlags): Promise<Application> {
  const { name: own = '' } = app.metadata;
  if (name !== undefined && name !== own) {
    throw mismatch(`app name '${name}' does not match app spec metadata.name '${own}'`);
  }
  const wanted = givenText(given, 'name') || own;
  if (wanted === '') throw mismatch('app.Name is empty. --name argument can be used to provide app.Name');
  const placed = { ...app, metadata: { ...app.metadata, name: wanted } };
  // Which of several sources a flag would be about cannot be said.
  if ((app.spec.sources ?? []).length > 0) return labelled(placed, given);
  return await changed(placed, given);
}

async function changed(app: Application, given: GivenFlags): Promise<Application> {
  const valuesText = await valuesTextOf(given);
  const change = { given, valuesText, position: 0, sourceType: undefined };
  return labelled({ ...app, spec: changedSpecification(app.spec, change) }, given);
}

/** Content of `--values-literal-file`. Throws `cli.invalid-file` (user). */
export async function valuesTextOf(given: GivenFlags): Promise<string | undefined> {
  const place = givenText(given, 'values-literal-file');
  return place === undefined ? undefined : await readText(place);
}

function labelled(app: Application, given: GivenFlags): Application {
  const labels = parseKeyValues(givenTexts(given, 'label')).map(({ key, value }) => [key, value] as const);
  const annotations = givenTexts(given, 'annotations').map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? ([text, ''] as const) : ([text.slice(0, equals), text.slice(equals + 1)] as const);
  });
  const { metadata } = app;
  return {
    ...app,
    metadata: {
      ...metadata,
      ...(labels.length > 0 ? { labels: { ...metadata.labels, ...Object.fromEntries(labels) } } : {}),
      ...(annotations.length > 0
        ? { annotations: { ...metadata.annotations, ...Object.fromEntries(annotations) } }
        : {}),
    },
  };
}

function withMetadata(
  app: Application,
  { namespace, finalizers }: { readonly namespace: string | undefined; readonly finalizers: readonly string[] },
): Application {
  const { metadata } = app;
  const all = [...(metadata.finalizers ?? []), ...finalizers];
  return {
    ...app,
    metadata: { ...metadata, ...(namespace ? { namespace } : {}), ...(all.length > 0 ? { finalizers: all } : {}) },
  };
}

function mismatch(message: string): AppError {
  return new AppError({ code: 'cli.mismatch', kind: 'user', message });
}
