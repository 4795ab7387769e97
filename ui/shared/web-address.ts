/** Links to what others wrote: web pages only, so that no text of a repository or a registry runs as a script. */

/** The address as a browser reads it; undefined for what is no address of a web page in full. */
export function webAddress(text: string): string | undefined {
  // A browser passes over spaces and line ends where none are meant to be; no page's address begins with them.
  if (!/^https?:\/\/[^\s\\/]/i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
