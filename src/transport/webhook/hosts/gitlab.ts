/** GitLab: projects and whole installations. The token stands in the header as it is. */
import { memberAt, textAt } from '../../../base/json-value.ts';
import { listAt, shortRef, touchedFiles } from '../payload.ts';
import { isSecretItself } from '../proof.ts';
import { headerOf, PROVEN, provenIf, type WebhookHost } from '../webhook-host.ts';

const EVENTS = ['Push Hook', 'Tag Push Hook', 'System Hook'];
const NOTHING_BEFORE = /^0*$/;

export const gitlab: WebhookHost = {
  sent: (request) => headerOf(request, 'x-gitlab-event') !== '',
  prove(request) {
    const secret = request.secretOf('gitlab.secret');
    if (secret === undefined) return PROVEN;
    return provenIf(isSecretItself(secret, headerOf(request, 'x-gitlab-token')), 'gitlab.secret');
  },
  read(payload, request) {
    if (!EVENTS.includes(headerOf(request, 'x-gitlab-event'))) return [];
    const ref = textAt(payload, 'ref');
    const project = memberAt(payload, 'project');
    const urls = ['web_url', 'git_http_url', 'git_ssh_url'].flatMap((name) => textAt(project, name) ?? []);
    // A system hook tells of much else.
    if (ref === undefined || urls.length === 0) return [];
    const revision = shortRef(ref);
    const defaultBranch = textAt(project, 'default_branch') ?? '';
    const touchesHead = defaultBranch === '' || defaultBranch === revision;
    const isNew = NOTHING_BEFORE.test(textAt(payload, 'before') ?? '');
    const files = isNew ? [] : touchedFiles(listAt(payload, 'commits'), memberAt(payload, 'total_commits_count'));
    return [{ kind: 'push', urls, revision, touchesHead, files }];
  },
};
