/** Names that some file system takes for `.git` (CVE-2014-9390, CVE-2019-1353). */

/** Letters of Unicode that HFS+ passes over. */
const UNSEEN = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** Whether a file of this name is the folder of Git itself: in any case, as NTFS shortens and ends names, as HFS+ reads them. */
export function isNameOfGit(name: string): boolean {
  const seen = name.replaceAll(UNSEEN, '').toLowerCase();
  // NTFS: what follows a colon is a stream of the same file; dots and spaces at the end are none of the name.
  const [written = ''] = seen.split(/[:\\]/);
  return ['.git', 'git~1'].includes(written.replace(/[. ]+$/, ''));
}
