/** What a sync will do, before it is pressed. */
import { useEffect, useRef, useState } from 'react';
import type { Application } from '../../../src/api/application/fields.ts';
import { type ApplicationKey, syncApplication } from '../../api/applications.ts';
import { Problem } from '../../shared/problem.tsx';
import { syncPlan } from './sync-plan.ts';

interface SyncDialogProps {
  readonly app: Application;
  readonly appKey: ApplicationKey;
  readonly onClose: () => void;
}

export function SyncDialog({ app, appKey, onClose }: SyncDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [prune, setPrune] = useState(app.spec.syncPolicy?.automated?.prune ?? false);
  const [dryRun, setDryRun] = useState(false);
  const [error, setError] = useState<Error>();
  const plan = syncPlan(app.status?.resources ?? [], prune);

  useEffect(() => dialog.current?.showModal(), []);

  const start = async (): Promise<void> => {
    try {
      await syncApplication(appKey, { prune, dryRun });
      onClose();
    } catch (fault) {
      setError(fault as Error);
    }
  };

  return (
    <dialog ref={dialog} onClose={onClose}>
      <h2>Sync {appKey.name}</h2>
      <ul className="plan">
        {plan.map(({ text, tone }) => (
          <li key={text} className={tone}>
            {text}
          </li>
        ))}
      </ul>
      <label className="option">
        <input type="checkbox" checked={prune} onChange={({ target }) => setPrune(target.checked)} /> Remove what is no
        longer in the source
      </label>
      <label className="option">
        <input type="checkbox" checked={dryRun} onChange={({ target }) => setDryRun(target.checked)} /> Only check,
        change nothing
      </label>
      {error && <Problem error={error} />}
      <footer>
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="primary" onClick={start}>
          {dryRun ? 'Check' : 'Sync'}
        </button>
      </footer>
    </dialog>
  );
}
