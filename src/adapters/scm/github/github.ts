/** GitHub and GitHub Enterprise by their REST interface (docs.github.com/rest, version 2022-11-28). */
import type { Clock } from '../../../base/clock.ts';
import { isList, isObject, type Json, type JsonObject, textAt } from '../../../base/json-value.ts';
import type { HttpAccess, HttpPort } from '../../../ports/http.ts';
import type { ScmBranch, ScmPort, ScmPullRequest, ScmRepository, ScmRepositoryName } from '../../../ports/scm.ts';
import { createScmClient } from '../scm-client.ts';
import { scmFault } from '../scm-fault.ts';

export interface GithubOptions {
  readonly http: HttpPort;
  readonly clock: Clock;
  /** Default `https://api.github.com`; of an Enterprise server `https://host/api/v3`. */
  readonly api?: string;
  /** A token, or nothing for what is public. */
  readonly access: HttpAccess;
}

const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
/** What GitHub takes as a description at most. */
const LONGEST_DESCRIPTION = 140;
const PAGE = 'per_page=100';

export function createGithub({ http, clock, api = 'https://api.github.com', access }: GithubOptions): ScmPort {
  const client = createScmClient({ http, clock, api, access, headers: HEADERS });
  const listOf = async (path: string, signal: AbortSignal | undefined): Promise<readonly Json[]> => {
    const found = await client.findAll({ path, signal });
    if (found === undefined) throw scmFault('scm.not-found', `${path.replace(/\?.*$/, '')}: not found`);
    return found;
  };
  return {
    async repositories(owner, signal) {
      const name = encodeURIComponent(owner);
      const own = await client.findAll({ path: `/orgs/${name}/repos?type=all&${PAGE}`, signal });
      const found = own ?? (await listOf(`/users/${name}/repos?type=all&${PAGE}`, signal));
      return found.map((item) => repositoryOf(item));
    },
    async branches(repository, signal) {
      return (await listOf(`${pathOf(repository)}/branches?${PAGE}`, signal)).map(branchOf);
    },
    async branch(repository, name, signal) {
      const found = await client.find({ path: `${pathOf(repository)}/branches/${encodeURIComponent(name)}`, signal });
      return found === undefined ? undefined : branchOf(found);
    },
    async hasPath(repository, revision, path, signal) {
      const encoded = path
        .split('/')
        .filter((part) => part !== '')
        .map(encodeURIComponent)
        .join('/');
      const question = `${pathOf(repository)}/contents/${encoded}?ref=${encodeURIComponent(revision)}`;
      return (await client.find({ path: question, signal })) !== undefined;
    },
    async pullRequests(repository, signal) {
      const path = `${pathOf(repository)}/pulls?state=open&sort=created&direction=desc&${PAGE}`;
      return (await listOf(path, signal)).map(pullRequestOf);
    },
    async setCommitStatus(repository, sha, { state, label, description, targetUrl }, signal) {
      const path = `${pathOf(repository)}/statuses/${encodeURIComponent(sha)}`;
      const target = targetUrl === '' ? {} : { target_url: targetUrl };
      const body = { state, context: label, description: description.slice(0, LONGEST_DESCRIPTION), ...target };
      const answer = await client.find({ path, method: 'POST', body, signal });
      if (answer === undefined) throw scmFault('scm.not-found', `${path}: not found`);
    },
  };
}

function pathOf({ owner, name }: ScmRepositoryName): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

function repositoryOf(item: Json): ScmRepository {
  const fields = objectOf(item);
  return {
    owner: required(fields, 'owner', 'login'),
    name: required(fields, 'name'),
    id: String(fields['id'] ?? ''),
    httpsUrl: required(fields, 'clone_url'),
    sshUrl: required(fields, 'ssh_url'),
    defaultBranch: textAt(fields, 'default_branch') ?? '',
    labels: textsOf(fields['topics']),
    isArchived: fields['archived'] === true,
  };
}

function branchOf(item: Json): ScmBranch {
  return { name: required(item, 'name'), sha: required(item, 'commit', 'sha') };
}

function pullRequestOf(item: Json): ScmPullRequest {
  const fields = objectOf(item);
  const number = fields['number'];
  if (typeof number !== 'number') throw malformed('number');
  const labels = fields['labels'];
  return {
    number,
    title: required(fields, 'title'),
    // The account may be gone.
    author: textAt(fields, 'user', 'login') ?? '',
    branch: required(fields, 'head', 'ref'),
    targetBranch: required(fields, 'base', 'ref'),
    headSha: required(fields, 'head', 'sha'),
    labels: isList(labels) ? labels.flatMap((label) => textAt(label, 'name') ?? []) : [],
  };
}

function objectOf(item: Json): JsonObject {
  if (isObject(item)) return item;
  throw malformed('an object');
}

function required(value: Json, ...path: readonly string[]): string {
  const found = textAt(value, ...path);
  if (found === undefined) throw malformed(path.join('.'));
  return found;
}

function textsOf(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((one) => typeof one === 'string') : [];
}

function malformed(what: string): Error {
  return scmFault('scm.malformed', `GitHub's answer lacks ${what}`);
}
