/** Login, logout and who is logged in. */
import { get, post, remove } from './client.ts';

export interface UserInfo {
  readonly loggedIn?: boolean;
  readonly username?: string;
}

export function userInfo(): Promise<UserInfo> {
  return get('api/v1/session/userinfo');
}

export function login(username: string, password: string): Promise<unknown> {
  return post('api/v1/session', { username, password });
}

export async function logout(): Promise<void> {
  await fetch('auth/logout', { method: 'POST', credentials: 'same-origin', redirect: 'manual' });
  await remove('api/v1/session').catch(() => undefined);
}
