/** Azure DevOps: service hooks with a user and a password of ours. They do not tell which files were touched. */
import { memberAt, textAt } from '../../../base/json-value.ts';
import { listAt, shortRef } from '../payload.ts';
import { isSecretItself } from '../proof.ts';
import { headerOf, PROVEN, provenIf, type WebhookHost } from '../webhook-host.ts';

export const azureDevops: WebhookHost = {
  sent: (request) => headerOf(request, 'x-vss-activityid') !== '',
  prove(request) {
    const username = request.secretOf('azuredevops.username');
    const password = request.secretOf('azuredevops.password');
    if (username === undefined && password === undefined) return PROVEN;
    const given = basicOf(headerOf(request, 'authorization'));
    const isUser = username === undefined || isSecretItself(username, given.username);
    const isPassword = password === undefined || isSecretItself(password, given.password);
    return provenIf(isUser && isPassword, 'azuredevops.password');
  },
  read(payload) {
    if (textAt(payload, 'eventType') !== 'git.push') return [];
    const repository = memberAt(payload, 'resource', 'repository');
    const urls = ['remoteUrl', 'sshUrl', 'webUrl'].flatMap((name) => textAt(repository, name) ?? []);
    const defaultBranch = textAt(repository, 'defaultBranch') ?? '';
    if (urls.length === 0) return [];
    return listAt(payload, 'resource', 'refUpdates').flatMap((update) => {
      const ref = textAt(update, 'name');
      if (ref === undefined) return [];
      const touchesHead = defaultBranch === '' || defaultBranch === ref;
      return [{ kind: 'push' as const, urls, revision: shortRef(ref), touchesHead, files: [] }];
    });
  },
};

function basicOf(header: string): { readonly username: string; readonly password: string } {
  const text = /^basic /i.test(header) ? Buffer.from(header.slice('basic '.length), 'base64').toString('utf8') : '';
  const colon = text.indexOf(':');
  return colon < 0
    ? { username: '', password: '' }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
