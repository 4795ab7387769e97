/** One Application: how it is, why, its live tree, and what people do with it. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Application } from '../../../src/api/application/fields.ts';
import { type ApplicationKey, getApplication, terminateOperation } from '../../api/applications.ts';
import { Problem } from '../../shared/problem.tsx';
import { OperationPanel } from './operation-panel.tsx';
import { ResourceActions } from './resource-actions.tsx';
import { StatusPanel } from './status-panel.tsx';
import { SyncDialog } from './sync-dialog.tsx';
import { TABS, type Tab } from './tabs.ts';
import { nodeId } from './tree-model.ts';
import { TreeView } from './tree-view.tsx';
import { useApplication } from './use-application.ts';
import { useHeld } from './use-held.ts';

/** Comparing texts and writing YAML come only when a resource is looked at. */
const ResourceDrawer = lazy(async () => ({ default: (await import('./resource-drawer.tsx')).ResourceDrawer }));

export interface ApplicationSearch {
  readonly node?: string;
  readonly tab?: string;
}

export function ApplicationPage() {
  const key = useParams({ from: '/applications/$namespace/$name' });
  const { app, tree } = useApplication(key);
  const held = useHeld(key, app.data);
  if (app.error) return <Problem error={app.error} onRetry={() => void app.refetch()} />;
  if (!app.data) return <p className="loading">Loading {key.name} …</p>;
  return (
    <section className="application">
      <Header app={app.data} appKey={key} />
      <StatusPanel app={app.data} held={held} />
      <OperationPanel app={app.data} onTerminate={() => void terminateOperation(key)} />
      {tree.error && <Problem error={tree.error} onRetry={() => void tree.refetch()} />}
      <TreeWithDrawer app={app.data} appKey={key} tree={tree.data ?? {}} />
    </section>
  );
}

function Header({ app, appKey }: { readonly app: Application; readonly appKey: ApplicationKey }) {
  const [syncing, setSyncing] = useState(false);
  const [refreshing, setRefreshing] = useState(false);
  const [error, setError] = useState<Error>();
  const refresh = async (level: 'normal' | 'hard'): Promise<void> => {
    setRefreshing(true);
    setError(undefined);
    await getApplication(appKey, level).catch((fault: Error) => setError(fault));
    setRefreshing(false);
  };
  return (
    <>
      <div className="toolbar">
        <h1>{appKey.name}</h1>
        <small>{app.spec.project || 'default'}</small>
        <span className="spacer" />
        <ResourceActions app={appKey} resource={{ ...APPLICATION, ...appKey }} state={policyOf(app)} onlyEnabled />
        <button type="button" onClick={() => void refresh('normal')} disabled={refreshing}>
          {refreshing ? 'Refreshing …' : 'Refresh'}
        </button>
        <button
          type="button"
          className="quiet"
          onClick={() => void refresh('hard')}
          disabled={refreshing}
          title="Render again, too"
        >
          Hard refresh
        </button>
        <button type="button" className="primary" onClick={() => setSyncing(true)}>
          Sync
        </button>
      </div>
      {error && <Problem error={error} />}
      {syncing && <SyncDialog app={app} appKey={appKey} onClose={() => setSyncing(false)} />}
    </>
  );
}

/** An Application is a resource of its own. */
const APPLICATION = { group: 'argoproj.io', version: 'v1alpha1', kind: 'Application' };

/** What its actions go by. */
function policyOf({ spec }: Application): string {
  return JSON.stringify(spec.syncPolicy ?? {});
}

interface TreeWithDrawerProps {
  readonly app: Application;
  readonly appKey: ApplicationKey;
  readonly tree: NonNullable<ReturnType<typeof useApplication>['tree']['data']>;
}

function TreeWithDrawer({ app, appKey, tree }: TreeWithDrawerProps) {
  const search = useSearch({ from: '/applications/$namespace/$name' });
  const navigate = useNavigate({ from: '/applications/$namespace/$name' });
  const node = tree.nodes?.find((candidate) => nodeId(candidate) === search.node);
  const tab: Tab = TABS.find((name) => name === search.tab) ?? 'diff';
  const select = (id: string): void => void navigate({ search: { node: id, tab } });
  return (
    <div className="split">
      <TreeView app={app} tree={tree} selected={search.node} onSelect={select} />
      {node && (
        <Suspense>
          <ResourceDrawer
            key={search.node}
            app={appKey}
            node={node}
            status={app.status?.resources?.find((resource) => nodeId(resource) === search.node)}
            tab={tab}
            onTab={(name) => void navigate({ search: { ...search, tab: name }, replace: true })}
            onClose={() => void navigate({ search: {} })}
          />
        </Suspense>
      )}
    </div>
  );
}
