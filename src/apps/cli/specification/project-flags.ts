/** The project that a command line describes: by flags, or by a file with flags over it. */
import { type AppProject, type AppProjectSpec, appProject } from '../../../api/app-project/fields.ts';
import { decode } from '../../../api/schema/decode.ts';
import { AppError, messageOf } from '../../../base/errors.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { FATAL } from '../command.ts';
import { readStandardInput, readText } from '../read-text.ts';
import { type GivenFlags, givenSwitch, givenText, givenTexts } from './given-flags.ts';

/** Undefined where nothing is named. Throws `cli.*` (user). */
export async function describedProject(name: string | undefined, given: GivenFlags): Promise<AppProject | undefined> {
  const file = givenText(given, 'file');
  if (file === undefined && name === undefined) return undefined;
  const project = file === undefined ? named(name) : await fromFile(file, name);
  return { ...project, spec: { ...project.spec, ...changes(given) } };
}

function named(name = ''): AppProject {
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name }, spec: {} };
}

async function fromFile(file: string, name: string | undefined): Promise<AppProject> {
  const text = await (file === '-' ? readStandardInput() : readText(file));
  const project = read(text, file);
  const own = project.metadata.name ?? '';
  if (file === '-' || name === undefined || name === own) return project;
  const message = `project name '${name}' does not match project spec metadata.name '${own}'`;
  throw new AppError({ code: 'cli.mismatch', kind: 'user', message });
}

function read(text: string, file: string): AppProject {
  try {
    return { ...named(), ...decode(appProject, readYaml(text)) };
  } catch (error) {
    const message = `error reading proj from uri: ${file}: ${messageOf(error)}`;
    throw new AppError({ code: 'cli.invalid-file', kind: 'user', message, cause: error });
  }
}

function changes(given: GivenFlags): AppProjectSpec {
  const whole: { readonly [K in keyof AppProjectSpec]?: AppProjectSpec[K] | undefined } = {
    description: givenText(given, 'description'),
    destinations: several(given, 'dest', destination),
    sourceRepos: several(given, 'src', (text) => text),
    signatureKeys: several(given, 'signature-keys', signatureKey),
    clusterResourceWhitelist: several(given, 'allow-cluster-resource', clusterResource),
    clusterResourceBlacklist: several(given, 'deny-cluster-resource', clusterResource),
    namespaceResourceWhitelist: several(given, 'allow-namespaced-resource', groupKind),
    namespaceResourceBlacklist: several(given, 'deny-namespaced-resource', groupKind),
    sourceNamespaces: several(given, 'source-namespaces', (text) => text),
    destinationServiceAccounts: several(given, 'dest-service-accounts', serviceAccount),
    orphanedResources: orphanedResources(given),
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

function several<T>(given: GivenFlags, name: string, read_: (text: string) => T): readonly T[] | undefined {
  const texts = givenTexts(given, name);
  return texts.length === 0 ? undefined : texts.map(read_);
}

function destination(text: string) {
  const [server, namespace, ...more] = text.split(',');
  if (server === undefined || namespace === undefined || more.length > 0) {
    throw fatal(`Expected destination of the form: server,namespace. Received: ${text}`);
  }
  return { server, namespace };
}

function serviceAccount(text: string) {
  const [server, namespace, defaultServiceAccount, ...more] = text.split(',');
  if (namespace === undefined || defaultServiceAccount === undefined || more.length > 0) {
    throw fatal(
      `Expected destination service account of the form: server,namespace, defaultServiceAccount. Received: ${text}`,
    );
  }
  return { server: server ?? '', namespace, defaultServiceAccount };
}

/** Sixteen hexadecimal digits, or the last sixteen of a fingerprint. */
function signatureKey(text: string) {
  if (/^[0-9a-fA-F]{16}$/.test(text)) return { keyID: text };
  if (/^[0-9a-fA-F]{40}$/.test(text)) return { keyID: text.slice(24) };
  throw fatal(`'${text}' is not a valid GnuPG key ID`);
}

function clusterResource(text: string) {
  const [group = '', kind, name] = text.split('/');
  return kind === undefined ? { group: '', kind: group } : { group, kind, ...(name === undefined ? {} : { name }) };
}

function groupKind(text: string) {
  const [group = '', kind] = text.split('/');
  return kind === undefined ? { group: '', kind: group } : { group, kind };
}

function orphanedResources(given: GivenFlags): AppProjectSpec['orphanedResources'] | undefined {
  const [watched, warn] = [givenSwitch(given, 'orphaned-resources'), givenSwitch(given, 'orphaned-resources-warn')];
  if (warn !== undefined) return { warn };
  return watched ? {} : undefined;
}

function fatal(message: string): AppError {
  return new AppError({ code: FATAL, kind: 'user', message });
}
