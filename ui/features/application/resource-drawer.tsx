/** One resource: why it differs first, then live, desired and events. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ResourceStatus } from '../../../src/api/application/fields.ts';
import type { ResourceDiff, ResourceNode } from '../../../src/api/application/tree-fields.ts';
import {
  type ApplicationKey,
  liveResource,
  managedResource,
  type ResourceKey,
  resourceEvents,
} from '../../api/applications.ts';
import { age } from '../../shared/age.ts';
import { Problem } from '../../shared/problem.tsx';
import { StatusMark } from '../../shared/status-mark.tsx';
import { useNow } from '../../shared/use-now.ts';
import { parse, toYaml } from './diff-model.ts';
import { DiffTab } from './diff-tab.tsx';
import { ResourceActions } from './resource-actions.tsx';
import { TABS, type Tab } from './tabs.ts';

interface DrawerProps {
  readonly app: ApplicationKey;
  readonly node: ResourceNode;
  readonly status: ResourceStatus | undefined;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly onClose: () => void;
}

export function ResourceDrawer({ app, node, status, tab, onTab, onClose }: DrawerProps) {
  const key: ResourceKey = {
    group: node.group ?? '',
    kind: node.kind ?? '',
    namespace: node.namespace ?? '',
    name: node.name ?? '',
  };
  const version = node.resourceVersion ?? '';
  const managed = useQuery({
    queryKey: ['managed', app, key, version, status?.status],
    queryFn: async () => (await managedResource(app, key)) ?? null,
    placeholderData: (before) => before,
  });
  const health = node.health ?? status?.health;
  return (
    <aside className="drawer" aria-label={`${key.kind} ${key.name}`}>
      <header>
        <div>
          <small>
            {key.group ? `${key.group}/` : ''}
            {node.version} {key.kind}
          </small>
          <h2>{key.name}</h2>
          <small>{key.namespace}</small>
        </div>
        <button type="button" className="quiet" onClick={onClose} aria-label="Close">
          ✕
        </button>
      </header>
      <p className="facts">
        {health?.status && <StatusMark status={health.status} />}
        {status?.status && <StatusMark status={status.status} />}
        {health?.message && <span>{health.message}</span>}
      </p>
      {node.uid !== undefined && (
        <ResourceActions app={app} resource={{ ...key, version: node.version ?? '' }} state={version} />
      )}
      <div role="tablist">
        {TABS.map((name) => (
          <button type="button" role="tab" key={name} aria-selected={tab === name} onClick={() => onTab(name)}>
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel">
        {managed.error && <Problem error={managed.error} onRetry={() => void managed.refetch()} />}
        {tab === 'diff' && <DiffTab app={app} resource={key} diff={managed.data} />}
        {tab === 'desired' && (
          <Manifest text={toYaml(parse(managed.data?.targetState))} empty="It is not in the source." />
        )}
        {tab === 'live' && <LiveTab app={app} resource={key} node={node} managed={managed.data} />}
        {tab === 'events' && <EventsTab app={app} resource={key} uid={node.uid ?? ''} />}
      </div>
    </aside>
  );
}

interface LiveTabProps {
  readonly app: ApplicationKey;
  readonly resource: ResourceKey;
  readonly node: ResourceNode;
  readonly managed: ResourceDiff | null | undefined;
}

function LiveTab({ app, resource, node, managed }: LiveTabProps) {
  const known = managed?.liveState;
  const live = useQuery({
    queryKey: ['live', app, resource, node.resourceVersion],
    queryFn: () => liveResource(app, resource, node.version ?? ''),
    enabled: known === undefined && node.uid !== undefined,
    placeholderData: (before) => before,
  });
  if (live.error) return <Problem error={live.error} onRetry={() => void live.refetch()} />;
  return <Manifest text={toYaml(parse(known ?? live.data))} empty="It is not in the cluster." />;
}

function Manifest({ text, empty }: { readonly text: string; readonly empty: string }) {
  return text === '' ? <p className="empty">{empty}</p> : <pre>{text}</pre>;
}

function EventsTab({
  app,
  resource,
  uid,
}: {
  readonly app: ApplicationKey;
  readonly resource: ResourceKey;
  readonly uid: string;
}) {
  const now = useNow();
  const { data, error, refetch } = useQuery({
    queryKey: ['events', app, resource],
    queryFn: () => resourceEvents(app, { ...resource, uid }),
    refetchInterval: 5000,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="loading">Loading …</p>;
  if (data.length === 0) return <p className="empty">No events in the last hour.</p>;
  return (
    <table className="list events">
      <tbody>
        {[...data].reverse().map((event) => (
          <tr key={event.metadata.uid}>
            <td>{age(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp, now)}</td>
            <td className={event.type === 'Warning' ? 'warn' : ''}>{event.reason}</td>
            <Cell>{event.message}</Cell>
            <td>{(event.count ?? 1) > 1 ? `×${event.count}` : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ children }: { readonly children: ReactNode }) {
  return <td className="why">{children}</td>;
}
