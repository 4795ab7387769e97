/** Where a repository is, whatever way it is written: what a host writes into a webhook is seldom what an Application says. */

/**
 * `host/path` in lower case. Scheme, user, port and `.git` do not count: the port is that of the page on one side and that
 * of Git on the other; nor do `ssh.` and `altssh.` before the host, by which some are reached through port 443. The text itself
 * where it is no address. Linear in its length.
 */
export function repositoryPlace(url: string): string {
  const plain = withoutSlashes(url.trim().toLowerCase());
  const scheme = /^[a-z0-9+.-]+:\/\//.exec(plain)?.[0] ?? '';
  const rest = (plain.endsWith('.git') ? plain.slice(0, -'.git'.length) : plain).slice(scheme.length);
  const end = rest.search(/[:/]/);
  const at = rest.indexOf('@');
  // A user stands before the host; an at sign in the path is none.
  const slash = rest.indexOf('/');
  const isUser = at >= 0 && (slash < 0 || at < slash);
  if (isUser) return hostAndPath(rest.slice(at + 1));
  return end < 0 ? rest : hostAndPath(rest);
}

const SSH_HOST = /^(?:alt)?ssh\.(?=[^.]+\.)/;

function hostAndPath(text: string): string {
  const end = text.search(/[:/]/);
  if (end < 0) return text;
  const path = text.slice(end).replace(/^:\d+(?=\/)/, '');
  return `${text.slice(0, end).replace(SSH_HOST, '')}/${path.replace(/^[:/]+/, '')}`;
}

function withoutSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}
