/** What to say where a server wants to know who asks, or does not let in who did. Goes on from the name of what was asked for. */
const WHERE = 'the Secret of the repository, or the one of a template (repo-creds) whose URL begins alike';

export function credentialAdvice(status: 401 | 403, hasCredentials: boolean): string {
  if (status === 403) {
    return hasCredentials
      ? `these credentials may not read it: permit it on the server, or give others in ${WHERE}`
      : `it may not be read without credentials: give some in ${WHERE}`;
  }
  return hasCredentials
    ? `authentication required: the given credentials are refused; correct them in ${WHERE}`
    : `authentication required: give credentials in ${WHERE}`;
}
