/** What surrounds every view: the bar on top, and the way to the login where there is no session. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { logout, userInfo } from '../api/session.ts';
import { Wheel } from './wheel.tsx';

export function Shell() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const href = useRouterState({ select: ({ location }) => location.href });
  const navigate = useNavigate();
  const { data: user } = useQuery({ queryKey: ['user'], queryFn: userInfo });
  const atLogin = path === '/login';

  useEffect(() => {
    if (user && !user.loggedIn && !atLogin)
      void navigate({ to: '/login', search: { return_url: href }, replace: true });
  }, [user, atLogin, href, navigate]);

  if (atLogin) return <Outlet />;
  if (!user?.loggedIn) return null;
  return (
    <>
      <TopBar username={user.username ?? ''} />
      <main>
        <Outlet />
      </main>
    </>
  );
}

function TopBar({ username }: { readonly username: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    await logout();
    queries.clear();
    await navigate({ to: '/login' });
  };
  return (
    <header className="top-bar">
      <Link to="/applications" className="brand">
        <Wheel />
        Tiphys
      </Link>
      <nav>
        <Link to="/applications" activeProps={{ 'aria-current': 'page' }}>
          Applications
        </Link>
      </nav>
      <span className="spacer" />
      <span className="user">{username}</span>
      <button type="button" className="quiet" onClick={leave}>
        Log out
      </button>
    </header>
  );
}

export function NotFound() {
  return (
    <section className="empty">
      <h1>There is nothing here</h1>
      <Link to="/applications">To the applications</Link>
    </section>
  );
}
