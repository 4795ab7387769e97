/** Recorded answers of a real Argo CD server: its JSON text and its protobuf bytes, written again by our codecs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../base/json/parse.ts';
import { appProject, appProjectList } from './app-project/fields.ts';
import { application, applicationList, applicationSpec } from './application/fields.ts';
import { chartDetails, revisionMetadata } from './application/revision-fields.ts';
import { applicationTree, resourceDiff } from './application/tree-fields.ts';
import { applicationSet, applicationSetList, applicationSetTree } from './application-set/fields.ts';
import { repositoryCertificateList } from './certificate/fields.ts';
import { cluster, clusterList } from './cluster/fields.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { encodeProtobuf } from './protobuf/encode.ts';
import { repoCreds, repoCredsList, repository, repositoryList } from './repository/fields.ts';
import { tryDecode } from './schema/decode.ts';
import { encodeJson } from './schema/encode.ts';
import type { AnyStruct } from './schema/field.ts';
import { list, struct } from './schema/notation.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'api');

const managedResources = struct('ManagedResourcesResponse', { items: list(1, resourceDiff, '') });

/** What each method answers. */
const ANSWERS: Readonly<Record<string, AnyStruct>> = {
  'application.ApplicationService/Get': application,
  'application.ApplicationService/Create': application,
  'application.ApplicationService/UpdateSpec': applicationSpec,
  'application.ApplicationService/List': applicationList,
  'application.ApplicationService/ManagedResources': managedResources,
  'application.ApplicationService/ResourceTree': applicationTree,
  'application.ApplicationService/RevisionMetadata': revisionMetadata,
  'application.ApplicationService/RevisionChartDetails': chartDetails,
  'applicationset.ApplicationSetService/Get': applicationSet,
  'applicationset.ApplicationSetService/Create': applicationSet,
  'applicationset.ApplicationSetService/List': applicationSetList,
  'applicationset.ApplicationSetService/ResourceTree': applicationSetTree,
  'certificate.CertificateService/ListCertificates': repositoryCertificateList,
  'cluster.ClusterService/Get': cluster,
  'cluster.ClusterService/Create': cluster,
  'cluster.ClusterService/Update': cluster,
  'cluster.ClusterService/List': clusterList,
  'project.ProjectService/Get': appProject,
  'project.ProjectService/Create': appProject,
  'project.ProjectService/Update': appProject,
  'project.ProjectService/List': appProjectList,
  'repository.RepositoryService/Get': repository,
  'repository.RepositoryService/CreateRepository': repository,
  'repository.RepositoryService/ListRepositories': repositoryList,
  'repocreds.RepoCredsService/ListRepositoryCredentials': repoCredsList,
  'repocreds.RepoCredsService/CreateRepositoryCredentials': repoCreds,
};

interface RestCase {
  readonly id: string;
  readonly rpc?: string;
  readonly stream?: object;
  readonly request: { readonly path: string };
  readonly response: { readonly status: number; readonly body: string };
}

interface GrpcCase {
  readonly id: string;
  readonly request: { readonly path: string };
  readonly response: { readonly grpcStatus: string; readonly body: string };
}

describe.skipIf(!existsSync(ROOT))('recorded answers', () => {
  const rest = cases<RestCase>('rest').flatMap((recorded) => {
    const table = ANSWERS[recorded.rpc ?? ''];
    // With `fields` the server cuts the answer down, and `{}` is a case of its own.
    const whole = !recorded.request.path.includes('fields') && recorded.response.body !== '{}';
    const usable = recorded.response.status === 200 && recorded.stream === undefined && whole;
    return table !== undefined && usable ? [[recorded.id, table, bodyOf(recorded)] as const] : [];
  });

  test.each(rest)('REST %s', (_, table, body) => {
    expect(encodeJson<unknown>(table, parseJson(body))).toBe(body);
    const decoded = tryDecode(table, parseJson(body));
    const problems = decoded.kind === 'invalid' ? decoded.problems : [];
    // Times are recorded as `T`.
    expect(problems.filter(({ expected }) => !expected.startsWith('a time'))).toEqual([]);
  });

  const grpc = ['grpc', 'grpcweb'].flatMap(cases<GrpcCase>).flatMap((recorded) => {
    const table = ANSWERS[recorded.request.path.slice(1)];
    if (table === undefined || recorded.response.grpcStatus !== '0') return [];
    return messages(recorded.response.body).map((bytes) => [recorded.id, table, bytes] as const);
  });

  test.each(grpc)('gRPC %s', (_, table, bytes) => {
    const again = encodeProtobuf<unknown>(table, decodeProtobuf(table, bytes));
    expect(Buffer.from(again).toString('latin1')).toBe(bytes.toString('latin1'));
  });
});

function cases<T>(area: string): T[] {
  if (!existsSync(ROOT)) return [];
  const files = readdirSync(join(ROOT, area)).filter((name) => name.includes('.jsonl'));
  return files.flatMap((name) => {
    const bytes = readFileSync(join(ROOT, area, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  });
}

/** Placeholders were put in after encoding, so they lack the escapes; a list of Applications has line breaks between. */
function bodyOf({ response }: RestCase): string {
  const oneLine = response.body.replaceAll(/\n([,\]])/g, '$1').trimEnd();
  return oneLine.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}

/** The messages of a gRPC body; frames of trailers are left out. */
function messages(body: string): Buffer[] {
  const bytes = Buffer.from(body, 'base64');
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 5 + bytes.readUInt32BE(at + 1);
    if (bytes[at] === 0) found.push(bytes.subarray(at + 5, end));
    at = end;
  }
  return found;
}
