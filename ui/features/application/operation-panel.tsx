/** The running or last operation: phases in order, what was done, what is waited for. */
import { useState } from 'react';
import type { Application, ResourceResult } from '../../../src/api/application/fields.ts';
import { ago } from '../../shared/age.ts';
import { StatusMark } from '../../shared/status-mark.tsx';
import { useNow } from '../../shared/use-now.ts';

const PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];

export function OperationPanel({ app, onTerminate }: { readonly app: Application; readonly onTerminate: () => void }) {
  const now = useNow();
  const [open, setOpen] = useState(false);
  const state = app.status?.operationState;
  if (!state) return null;
  const running = state.phase === 'Running' || state.phase === 'Terminating';
  const who = state.operation?.initiatedBy?.automated
    ? 'automation'
    : state.operation?.initiatedBy?.username || 'somebody';
  return (
    <div className="operation">
      <div className="toolbar">
        <StatusMark status={state.phase ?? 'Unknown'} />
        <span>
          {state.message}{' '}
          <small>
            by {who}, {ago(state.finishedAt ?? state.startedAt, now)}
          </small>
        </span>
        <span className="spacer" />
        {running && (
          <button type="button" className="quiet" onClick={onTerminate}>
            Terminate
          </button>
        )}
        <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide steps' : 'Show steps'}
        </button>
      </div>
      {open && <Steps results={state.syncResult?.resources ?? []} />}
    </div>
  );
}

function Steps({ results }: { readonly results: readonly ResourceResult[] }) {
  if (results.length === 0) return <p className="empty">Nothing was applied.</p>;
  return PHASES.map((phase) => {
    const steps = results.filter(({ syncPhase }) => syncPhase === phase);
    if (steps.length === 0) return null;
    return (
      <table className="list" key={phase}>
        <caption>{phase}</caption>
        <tbody>
          {steps.map((step) => (
            <tr key={`${step.group}${step.kind}${step.namespace}${step.name}${step.hookType}`}>
              <td>
                {step.kind} {step.name}
                {step.hookType && <span className="tag">hook</span>}
              </td>
              <td>{(step.status || step.hookPhase) && <StatusMark status={step.status || step.hookPhase || ''} />}</td>
              <td className="why">{step.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  });
}
