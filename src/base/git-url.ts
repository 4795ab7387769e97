/** Repository addresses in the form in which they are compared: two that Git reaches the same way are equal. */

/** `git@host:team/app.git`, `ssh://git@host/team/app` and `GIT@HOST:team/app` are one. Case and `.git` do not count. */
export function normalizeGitUrl(url: string): string {
  const lower = url.trim().toLowerCase();
  const isSsh = /^(?:ssh:\/\/)?[^/:]*@[^@]+$/.test(lower);
  const withoutSuffix = lower.endsWith('.git') ? lower.slice(0, -4) : lower;
  if (!isSsh) return withoutSuffix;
  return withoutSuffix.startsWith('ssh://') ? withoutSuffix.slice('ssh://'.length) : withoutSuffix.replace(':', '/');
}

/** True where both address the same repository. */
export function sameGitUrl(left: string, right: string): boolean {
  return normalizeGitUrl(left) === normalizeGitUrl(right);
}
