/** What can be done with a resource: a button each, and a question before anything is done. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type ApplicationKey, type ResourceKey, resourceActions, runResourceAction } from '../../api/applications.ts';
import { Problem } from '../../shared/problem.tsx';
import { type ShownAction, shownActions } from './actions-model.ts';

interface ResourceActionsProps {
  readonly app: ApplicationKey;
  readonly resource: ResourceKey & { readonly version: string };
  /** What the offers depend on: they are asked for again when it changes. */
  readonly state: string;
  /** Only what is of use now. */
  readonly onlyEnabled?: boolean;
}

export function ResourceActions({ app, resource, state, onlyEnabled = false }: ResourceActionsProps) {
  const [asked, setAsked] = useState<ShownAction>();
  const [done, setDone] = useState('');
  const offers = useQuery({
    queryKey: ['actions', app, resource, state],
    queryFn: () => resourceActions(app, resource),
    placeholderData: (before) => before,
  });
  const actions = shownActions(offers.data ?? []).filter(({ disabled }) => !(onlyEnabled && disabled));
  if (offers.error) return <Problem error={offers.error} onRetry={() => void offers.refetch()} />;
  if (actions.length === 0) return null;
  return (
    <div className="actions" role="toolbar" aria-label="Actions">
      {actions.map((action) => (
        <button type="button" key={action.name} disabled={action.disabled} onClick={() => setAsked(action)}>
          {action.label}
          {action.parameters.length > 0 && ' …'}
        </button>
      ))}
      <span role="status">{done}</span>
      {asked && (
        <ActionDialog
          key={asked.name}
          action={asked}
          subject={`${resource.kind} ${resource.name}`}
          run={(parameters) => runResourceAction(app, resource, { action: asked.name, parameters })}
          onClose={(ran) => {
            setAsked(undefined);
            setDone(ran ? `${asked.label}: done` : '');
            if (ran) void offers.refetch();
          }}
        />
      )}
    </div>
  );
}

interface ActionDialogProps {
  readonly action: ShownAction;
  readonly subject: string;
  readonly run: (parameters: Readonly<Record<string, string>>) => Promise<unknown>;
  readonly onClose: (ran: boolean) => void;
}

function ActionDialog({ action, subject, run, onClose }: ActionDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<Error>();
  const complete = action.parameters.every((name) => (values[name] ?? '') !== '');

  useEffect(() => dialog.current?.showModal(), []);

  const start = async (): Promise<void> => {
    setRunning(true);
    try {
      await run(values);
      onClose(true);
    } catch (fault) {
      setError(fault as Error);
      setRunning(false);
    }
  };

  return (
    <dialog ref={dialog} onClose={() => onClose(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <h2>
          {action.label}: {subject}?
        </h2>
        {action.parameters.map((name) => (
          <label className="parameter" key={name}>
            {name}
            <input
              name={name}
              autoComplete="off"
              value={values[name] ?? ''}
              onChange={({ target }) => setValues({ ...values, [name]: target.value })}
            />
          </label>
        ))}
        {error && <Problem error={error} />}
        <footer>
          <button type="button" className="quiet" onClick={() => onClose(false)}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={running || !complete}>
            {action.label}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
