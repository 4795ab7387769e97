/** What `up` says when everything is ready. Pure. */
import type { UpArguments } from './arguments.ts';
import type { Ready } from './ready-file.ts';

export function welcome(ready: Ready, options: Pick<UpArguments, 'manage'> & { readonly standsBy: boolean }): string {
  const { url, username, password, kubeconfig, sampleRepository } = ready;
  const facts: [string, string][] = [
    ['Page and API', url],
    ['User', username],
    ['Password', password || '(changed before; it is not stored)'],
    ['Kubeconfig', kubeconfig],
  ];
  if (sampleRepository) facts.push(['Repository', sampleRepository]);
  const lines = facts.map(([label, value]) => `  ${label.padEnd(14)}${value}`);
  const mode = options.manage ? [] : ['', 'The cluster is only observed. Let Tiphys write to it with --manage.'];
  const standby = options.standsBy
    ? ['', 'Another controller leads. This one writes nothing until that one ends.']
    : [];
  return [
    '',
    'Tiphys is ready.',
    '',
    ...lines,
    ...mode,
    ...standby,
    ...suggestions(ready),
    '',
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

function suggestions({ kubeconfig, sampleRepository, url, password }: Ready): string[] {
  if (!sampleRepository) return [];
  const server = url.replace('http://', '');
  return [
    '',
    'Three things to try:',
    `  kubectl --kubeconfig ${kubeconfig} -n guestbook scale deployment guestbook --replicas 5   # it is healed`,
    `  git clone ${sampleRepository}   # change guestbook/deployment.yaml, commit, push, and watch the page`,
    `  bin/argocd login ${server} --plaintext --username admin --password '${password}' && bin/argocd app get guestbook`,
  ];
}
