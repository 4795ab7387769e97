/** Where to go after the login: only a path of this page, never another site. */
export function safeReturnPath(wish: string | undefined): string {
  if (!wish?.startsWith('/') || wish.startsWith('//') || wish.includes('\\') || wish.startsWith('/login'))
    return '/applications';
  return wish;
}
