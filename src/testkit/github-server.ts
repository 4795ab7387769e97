/** A server that answers as GitHub's REST interface does, over a host in memory, in pages of two. */
import type { ScmPullRequest } from '../ports/scm.ts';
import type { ServedRequest, ServeHttp } from './http-server.ts';
import { describedRepository, type MemoryScm, type TestScmRepository } from './memory-scm.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const NOT_FOUND: Answer = { status: 404, body: { message: 'Not Found' } };
const PAGE = 2;

/** With a token only who shows it is let in. */
export function githubServer(scm: MemoryScm, token?: string): ServeHttp {
  return (request, response) => {
    const allowed = token === undefined || request.headers['authorization'] === `Bearer ${token}`;
    const { status, body = null, headers = {} } = allowed ? answer(scm, request) : { status: 401 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

function answer(scm: MemoryScm, request: ServedRequest): Answer {
  const url = new URL(request.url, `http://${request.headers['host']}`);
  const [area = '', first = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  if (area === 'orgs' || area === 'users') {
    const found = scm.repositories.filter(({ owner }) => owner === first);
    // One owner is a user.
    const isHere = found.length > 0 && (first === 'person') === (area === 'users');
    return isHere ? paged(url, found.map(repositoryJson)) : NOT_FOUND;
  }
  const [name = '', kind = '', ...more] = rest;
  const repository = scm.repositories.find((one) => one.owner === first && one.name === name);
  return area === 'repos' && repository !== undefined
    ? about({ scm, repository, url, request, kind, path: more.join('/') })
    : NOT_FOUND;
}

interface About {
  readonly scm: MemoryScm;
  readonly repository: TestScmRepository;
  readonly url: URL;
  readonly request: ServedRequest;
  readonly kind: string;
  readonly path: string;
}

function about({ scm, repository, url, request, kind, path }: About): Answer {
  const branches = Object.entries(repository.branches).map(([name, sha]) => ({ name, commit: { sha } }));
  if (kind === 'branches' && path === '') return paged(url, branches);
  if (kind === 'branches') return found(branches.find(({ name }) => name === path));
  if (kind === 'pulls') return paged(url, (repository.pullRequests ?? []).map(pullRequestJson));
  if (kind === 'contents') {
    const ref = url.searchParams.get('ref');
    const isThere = branches.some(({ name, commit }) => name === ref || commit.sha === ref);
    const has = (repository.paths ?? []).some((one) => one === path || one.startsWith(`${path}/`));
    return found(isThere && has ? { path } : undefined);
  }
  if (kind !== 'statuses' || request.method !== 'POST') return NOT_FOUND;
  const { state, context, description, target_url: targetUrl = '' } = JSON.parse(request.body.toString());
  const repositoryName = `${repository.owner}/${repository.name}`;
  scm.statuses.push({ state, label: context, description, targetUrl, repository: repositoryName, sha: path });
  return { status: 201, body: {} };
}

function found(body: unknown): Answer {
  return body === undefined ? NOT_FOUND : { status: 200, body };
}

function paged(url: URL, all: readonly unknown[]): Answer {
  const page = Number(url.searchParams.get('page') ?? 1);
  const items = all.slice((page - 1) * PAGE, page * PAGE);
  url.searchParams.set('page', String(page + 1));
  const link = page * PAGE < all.length ? { link: `<${url.href}>; rel="next", <${url.href}>; rel="last"` } : {};
  return { status: 200, body: items, headers: link };
}

function repositoryJson(repository: TestScmRepository): unknown {
  const { owner, name, id, httpsUrl, sshUrl, defaultBranch, labels, isArchived } = describedRepository(repository);
  const urls = { clone_url: httpsUrl, ssh_url: sshUrl };
  return {
    id,
    name,
    owner: { login: owner },
    ...urls,
    default_branch: defaultBranch,
    topics: labels,
    archived: isArchived,
  };
}

function pullRequestJson({ number, title, author, branch, targetBranch, headSha, labels }: ScmPullRequest): unknown {
  return {
    ...{ number, title, user: { login: author }, labels: labels.map((name) => ({ name })) },
    head: { ref: branch, sha: headSha },
    base: { ref: targetBranch },
  };
}
