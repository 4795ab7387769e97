/** Which view stands at which address. Addresses are those that links in people's chats and mails use. */
import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { ApplicationPage, type ApplicationSearch } from './features/application/page.tsx';
import { ApplicationsPage } from './features/applications/page.tsx';
import { LoginPage } from './features/login/page.tsx';
import { NotFound, Shell } from './shared/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/applications' });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: LoginPage,
  validateSearch: (search: Record<string, unknown>): { return_url?: string } =>
    typeof search['return_url'] === 'string' ? { return_url: search['return_url'] } : {},
});

const applications = createRoute({ getParentRoute: () => root, path: '/applications', component: ApplicationsPage });

const application = createRoute({
  getParentRoute: () => root,
  path: '/applications/$namespace/$name',
  component: ApplicationPage,
  validateSearch: (search: Record<string, unknown>): ApplicationSearch => ({
    ...(typeof search['node'] === 'string' ? { node: search['node'] } : {}),
    ...(typeof search['tab'] === 'string' ? { tab: search['tab'] } : {}),
  }),
});

export function createPageRouter() {
  return createRouter({ routeTree: root.addChildren([index, login, applications, application]) });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
