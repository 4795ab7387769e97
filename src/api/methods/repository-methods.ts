/** Calls about repositories and the templates of their credentials, with their permissions (surface §1.8). */
import { repoCreds, repoCredsList, repository, repositoryList } from '../repository/fields.ts';
import type { Method } from './method.ts';
import * as messages from './repository-messages.ts';

const REPOSITORIES = 'repository.RepositoryService';
const TEMPLATES = 'repocreds.RepoCredsService';

/** Rules name a repository by its URL, behind its project where it has one: only the handler knows that. */
function checked(action: string): Method['permission'] {
  return { kind: 'checked-by-handler', resource: 'repositories', action };
}

const reading = { request: messages.repoQuery, permission: checked('get') } as const;

export const repositoryMethods: readonly Method[] = [
  {
    service: REPOSITORIES,
    name: 'ListRepositories',
    verb: 'GET',
    paths: ['/api/v1/repositories'],
    request: messages.repoQuery,
    reply: repositoryList,
    permission: { kind: 'items', resource: 'repositories', action: 'get' },
  },
  {
    ...reading,
    service: REPOSITORIES,
    name: 'Get',
    verb: 'GET',
    paths: ['/api/v1/repositories/{repo}'],
    reply: repository,
  },
  {
    ...reading,
    service: REPOSITORIES,
    name: 'ListRefs',
    verb: 'GET',
    paths: ['/api/v1/repositories/{repo}/refs'],
    reply: messages.refs,
  },
  {
    service: REPOSITORIES,
    name: 'CreateRepository',
    verb: 'POST',
    paths: ['/api/v1/repositories'],
    body: 'repo',
    request: messages.repoCreateRequest,
    reply: repository,
    permission: checked('create'),
  },
  {
    service: REPOSITORIES,
    name: 'DeleteRepository',
    verb: 'DELETE',
    paths: ['/api/v1/repositories/{repo}'],
    request: messages.repoQuery,
    reply: messages.repoResponse,
    permission: checked('delete'),
  },
  {
    service: REPOSITORIES,
    name: 'ValidateAccess',
    verb: 'POST',
    paths: ['/api/v1/repositories/{repo}/validate'],
    body: 'repo',
    request: messages.repoAccessQuery,
    reply: messages.repoResponse,
    permission: checked('create'),
  },
  {
    service: TEMPLATES,
    name: 'ListRepositoryCredentials',
    verb: 'GET',
    paths: ['/api/v1/repocreds'],
    request: messages.repoCredsQuery,
    reply: repoCredsList,
    permission: { kind: 'items', resource: 'repositories', action: 'get' },
  },
  {
    service: TEMPLATES,
    name: 'CreateRepositoryCredentials',
    verb: 'POST',
    paths: ['/api/v1/repocreds'],
    body: 'creds',
    request: messages.repoCredsCreateRequest,
    reply: repoCreds,
    permission: checked('create'),
  },
  {
    service: TEMPLATES,
    name: 'DeleteRepositoryCredentials',
    verb: 'DELETE',
    paths: ['/api/v1/repocreds/{url}'],
    request: messages.repoCredsQuery,
    reply: messages.repoCredsResponse,
    permission: checked('delete'),
  },
];
