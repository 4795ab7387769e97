/** The login with name and password. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { login } from '../../api/session.ts';
import { Problem } from '../../shared/problem.tsx';
import { Wheel } from '../../shared/wheel.tsx';
import { safeReturnPath } from './return-path.ts';

export function LoginPage() {
  const { return_url: returnUrl } = useSearch({ from: '/login' });
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await login(String(form.get('username')), String(form.get('password')));
      await queries.invalidateQueries();
      await navigate({ href: safeReturnPath(returnUrl), replace: true });
    } catch (fault) {
      setError(fault as Error);
      setBusy(false);
    }
  };

  return (
    <div className="login">
      <form onSubmit={submit}>
        <h1>
          <Wheel size={34} />
          Tiphys
        </h1>
        <label>
          Username
          <input name="username" autoComplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {error && <Problem error={error} />}
        <button type="submit" className="primary" disabled={busy}>
          {busy ? 'Logging in …' : 'Log in'}
        </button>
      </form>
    </div>
  );
}
