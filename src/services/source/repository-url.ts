/** Whether two URLs mean one repository: a webhook seldom writes it as the Application does. */

/** Without scheme, user, port of ssh, trailing `.git` and slash; in lower case. For comparing only. */
export function repositoryIdentity(url: string): string {
  const plain = url
    .trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
  const short = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.*)$/.exec(plain);
  if (short !== null) return `${short[1]}/${short[2]?.replace(/^\/+/, '')}`;
  return plain
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/]+):22\//, '$1/');
}
