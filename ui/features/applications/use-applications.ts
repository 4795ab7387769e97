/** All applications, kept up to date by the stream. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Application } from '../../../src/api/application/fields.ts';
import { type ApplicationEvent, listApplications } from '../../api/applications.ts';
import { openStream } from '../../api/stream.ts';
import { withEvent } from './model.ts';

const KEY = ['applications'];

export function useApplications() {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(true);
  const query = useQuery({ queryKey: KEY, queryFn: async () => (await listApplications()).items ?? [] });
  const ready = query.isSuccess;

  useEffect(() => {
    if (!ready) return;
    return openStream<ApplicationEvent>('api/v1/stream/applications', {
      onOpen: () => setConnected(true),
      onLost: () => {
        setConnected(false);
        void queries.invalidateQueries({ queryKey: KEY });
      },
      onEvent: (event) => queries.setQueryData<readonly Application[]>(KEY, (apps = []) => withEvent(apps, event)),
    });
  }, [ready, queries]);

  return { ...query, apps: query.data ?? [], connected };
}
