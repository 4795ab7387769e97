/** Session, version, settings, account and project calls. */
import type { AppProject } from '../../api/app-project/fields.ts';
import type { RbacResource } from '../../api/methods/method.ts';
import { AppError } from '../../base/errors.ts';
import { textAt } from '../../base/json-value.ts';
import type { PluginPort } from '../../ports/plugins.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import type { Accounts } from '../../services/accounts/index.ts';
import { comparisonOverrides } from '../../services/applications/index.ts';
import type { Handler } from '../dispatch.ts';
import { newestVersion } from '../newest-version.ts';
import { checkRbacQuestion } from '../rbac-question.ts';
import { notFound } from '../refusals.ts';

export interface GeneralHandlerDependencies {
  readonly accounts: Accounts;
  readonly installation: InstallationPort;
  readonly namespace: string;
  readonly version: string;
  readonly plugins: PluginPort;
}

export function generalHandlers(deps: GeneralHandlerDependencies): Readonly<Record<string, Handler>> {
  return {
    async 'session.SessionService/Create'({ request }) {
      if (textAt(request, 'token')) throw tokenLogin();
      const token = await deps.accounts.login(textAt(request, 'username') ?? '', textAt(request, 'password') ?? '');
      return { token };
    },

    async 'session.SessionService/Delete'() {
      return { token: '' };
    },

    async 'session.SessionService/GetUserInfo'({ identity }) {
      if (!identity || identity.subject === '') return {};
      return { loggedIn: true, username: identity.subject, iss: identity.issuer, groups: identity.groups };
    },

    /** Only the number for strangers: the page reads more as "login is switched off" (surface §1.5). */
    async 'version.VersionService/Version'({ identity }) {
      if (!identity) return { Version: deps.version };
      return { Version: deps.version, Platform: `${process.platform}/${process.arch}` };
    },

    async 'cluster.SettingsService/Get'({ identity }) {
      return settingsOf(deps, identity !== undefined);
    },

    async 'cluster.SettingsService/GetPlugins'() {
      const installed = await deps.plugins.installed();
      return { plugins: installed.map(({ name }) => ({ name })) };
    },

    async 'account.AccountService/CanI'({ request, may }) {
      const resource = (textAt(request, 'resource') ?? '') as RbacResource;
      const action = textAt(request, 'action') ?? '';
      checkRbacQuestion(resource, action);
      const allowed = may(resource, action, textAt(request, 'subresource') ?? '');
      return { value: allowed ? 'yes' : 'no' };
    },

    async 'project.ProjectService/List'({ may }) {
      const projects = [...deps.installation.current().projects.values()];
      const items = projects.filter(({ metadata }) => may('projects', 'get', metadata.name ?? ''));
      return { metadata: { resourceVersion: newestVersion(projects) }, items };
    },

    async 'project.ProjectService/Get'({ request }) {
      const name = textAt(request, 'name') ?? '';
      const project: AppProject | undefined = deps.installation.current().projects.get(name);
      if (!project) throw notFound('appprojects.argoproj.io', name);
      return { ...project, status: { jwtTokensByRole: tokensByRole(project) } };
    },
  };
}

function settingsOf({ installation, namespace, accounts }: GeneralHandlerDependencies, signedIn: boolean): object {
  const { cm } = installation.current().settings;
  return {
    url: cm['url'] ?? '',
    appLabelKey: cm['application.instanceLabelKey'] ?? 'app.kubernetes.io/instance',
    statusBadgeEnabled: cm['statusbadge.enabled'] === 'true',
    googleAnalytics: { anonymizeUsers: cm['ga.anonymizeusers'] !== 'false' },
    kustomizeOptions: { BuildOptions: cm['kustomize.buildOptions'] ?? '', BinaryPath: '' },
    help: { chatUrl: cm['help.chatUrl'] ?? '', chatText: cm['help.chatText'] ?? '' },
    userLoginsDisabled: !accounts.canAnybodyLogIn(),
    uiCssURL: cm['ui.cssurl'] ?? '',
    trackingMethod: cm['application.resourceTrackingMethod'] ?? 'annotation',
    uiLoginButtonText: cm['ui.loginButtonText'] ?? '',
    execEnabled: cm['exec.enabled'] === 'true',
    resourceViewEnabled: cm['ui.view.resources.disabled'] !== 'true',
    syncWithReplaceAllowed: true,
    ...(signedIn ? privateSettings(cm, namespace) : {}),
  };
}

/** What strangers are not told (surface §1.5). */
function privateSettings(cm: Readonly<Record<string, string>>, namespace: string): object {
  return {
    controllerNamespace: namespace,
    installationID: cm['installationID'] ?? '',
    resourceOverrides: comparisonOverrides(cm),
    uiBannerContent: cm['ui.bannercontent'] ?? '',
    uiBannerURL: cm['ui.bannerurl'] ?? '',
    passwordPattern: cm['passwordPattern'] ?? '^.{8,32}$',
  };
}

/** Which tokens each role has issued; the original keeps this list twice, and shows it with every role. */
function tokensByRole({ spec }: AppProject): object {
  return Object.fromEntries((spec.roles ?? []).map(({ name, jwtTokens = [] }) => [name, { items: jwtTokens }]));
}

/** In the words that old command lines are told (surface §1.5). */
function tokenLogin(): AppError {
  const message = 'token-based session creation no longer supported. please upgrade argocd cli to v0.7+';
  return new AppError({ code: 'accounts.token-login', kind: 'user', message });
}
