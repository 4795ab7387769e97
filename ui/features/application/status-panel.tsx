/** How the Application is, in one row: health, sync, source, last sync, conditions. */
import type { Application } from '../../../src/api/application/fields.ts';
import { ago, shortRevision } from '../../shared/age.ts';
import { StatusMark } from '../../shared/status-mark.tsx';
import { useNow } from '../../shared/use-now.ts';
import { explain, healthOf, syncOf } from '../applications/model.ts';
import { ArtifactFacts } from './artifact-facts.tsx';

interface StatusPanelProps {
  readonly app: Application;
  /** Why nothing is synced by itself; empty where there is nothing to say. */
  readonly held: string;
}

export function StatusPanel({ app, held }: StatusPanelProps) {
  const now = useNow();
  const { source, destination } = app.spec;
  const last = app.status?.history?.at(-1);
  return (
    <>
      <dl className="status-panel">
        <div>
          <dt>Health</dt>
          <dd>
            <StatusMark status={healthOf(app)} />
          </dd>
        </div>
        <div>
          <dt>Sync</dt>
          <dd>
            <StatusMark status={syncOf(app)} />
          </dd>
        </div>
        <div className="wide">
          <dt>Why</dt>
          <dd>
            {explain(app)}
            {held !== '' && <small className="held"> Not synced by itself: {held}.</small>}
          </dd>
        </div>
        <div>
          <dt>Source</dt>
          <dd title={source?.repoURL}>
            {source?.path ?? source?.chart} at <code>{source?.targetRevision || 'HEAD'}</code> (
            <code>{shortRevision(app.status?.sync?.revision ?? '')}</code>)
          </dd>
        </div>
        <ArtifactFacts app={app} />
        <div>
          <dt>Destination</dt>
          <dd>
            {destination.namespace} on {destination.name || destination.server}
          </dd>
        </div>
        <div>
          <dt>Last deployed</dt>
          <dd>
            {last ? (
              <>
                <code>{shortRevision(last.revision ?? '')}</code> {ago(last.deployedAt, now)}
              </>
            ) : (
              'never'
            )}
          </dd>
        </div>
      </dl>
      {(app.status?.conditions ?? []).map(({ type, message }) => (
        <div
          key={`${type}${message}`}
          className={`condition ${type?.endsWith('Error') ? 'bad' : 'warn'}`}
          role="status"
        >
          <b>{type}</b> {message}
        </div>
      ))}
    </>
  );
}
