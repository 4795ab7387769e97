/** The list of applications: what is wrong stands on top and says why. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Application } from '../../../src/api/application/fields.ts';
import { shortRevision } from '../../shared/age.ts';
import { Problem } from '../../shared/problem.tsx';
import { StatusMark } from '../../shared/status-mark.tsx';
import { byTrouble, counts, explain, type Filter, fits, healthOf, syncOf } from './model.ts';
import { useApplications } from './use-applications.ts';

const EMPTY: Filter = { text: '', health: '', sync: '' };

export function ApplicationsPage() {
  const { apps, error, isPending, refetch, connected } = useApplications();
  const [filter, setFilter] = useState(EMPTY);
  const shown = useMemo(() => apps.filter((app) => fits(app, filter)).sort(byTrouble), [apps, filter]);

  if (isPending) return <p className="loading">Loading applications …</p>;
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <section>
      <div className="toolbar">
        <h1>Applications</h1>
        <input
          type="search"
          placeholder="Name, project, label, repository …"
          aria-label="Search applications"
          value={filter.text}
          onChange={({ target }) => setFilter({ ...filter, text: target.value })}
        />
        <Choice
          label="Health"
          options={counts(apps, healthOf)}
          value={filter.health}
          onChange={(health) => setFilter({ ...filter, health })}
        />
        <Choice
          label="Sync"
          options={counts(apps, syncOf)}
          value={filter.sync}
          onChange={(sync) => setFilter({ ...filter, sync })}
        />
        {!connected && <span className="notice">connection lost, trying again …</span>}
      </div>
      {apps.length === 0 ? <NoApplications /> : <ApplicationTable apps={shown} />}
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly (readonly [string, number])[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <fieldset className="choice">
      <legend className="sr-only">{label}</legend>
      {options.map(([status, count]) => (
        <button
          type="button"
          key={status}
          aria-pressed={value === status}
          onClick={() => onChange(value === status ? '' : status)}
        >
          <StatusMark status={status} /> {count}
        </button>
      ))}
    </fieldset>
  );
}

function NoApplications() {
  return (
    <div className="empty">
      <h2>No applications yet</h2>
      <p>An Application says which folder of which Git repository belongs into which cluster and namespace.</p>
      <pre>kubectl apply -n argocd -f application.yaml</pre>
    </div>
  );
}

function ApplicationTable({ apps }: { readonly apps: readonly Application[] }) {
  if (apps.length === 0) return <p className="empty">No application fits the filter.</p>;
  return (
    <table className="list">
      <thead>
        <tr>
          <th>Application</th>
          <th>Health</th>
          <th>Sync</th>
          <th>Why</th>
          <th>Revision</th>
          <th>Destination</th>
        </tr>
      </thead>
      <tbody>
        {apps.map((app) => (
          <ApplicationRow key={app.metadata.uid ?? app.metadata.name} app={app} />
        ))}
      </tbody>
    </table>
  );
}

function ApplicationRow({ app }: { readonly app: Application }) {
  const navigate = useNavigate();
  const { name = '', namespace = '' } = app.metadata;
  const { destination, source } = app.spec;
  const open = (): void => void navigate({ to: '/applications/$namespace/$name', params: { namespace, name } });
  return (
    <tr onClick={open}>
      <td>
        <a
          href={`/applications/${namespace}/${name}`}
          onClick={(event) => {
            event.preventDefault();
            event.stopPropagation();
            open();
          }}
        >
          {name}
        </a>
        <small>{app.spec.project || 'default'}</small>
      </td>
      <td>
        <StatusMark status={healthOf(app)} />
      </td>
      <td>
        <StatusMark status={syncOf(app)} />
      </td>
      <td className="why">{explain(app)}</td>
      <td>
        <code>{shortRevision(app.status?.sync?.revision ?? '')}</code>
        <small>{source?.targetRevision || 'HEAD'}</small>
      </td>
      <td>
        {destination.namespace}
        <small>{destination.name || destination.server}</small>
      </td>
    </tr>
  );
}
