/** What stands in messages where Argo CD writes the folder that it has cloned a repository to, which we have none of. */
export const SHOWN_ROOT = '<path to cached source>';
