/** One Application with its resource tree, kept up to date by two streams. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Application } from '../../../src/api/application/fields.ts';
import type { ApplicationTree } from '../../../src/api/application/tree-fields.ts';
import { type ApplicationEvent, type ApplicationKey, getApplication, resourceTree } from '../../api/applications.ts';
import { withQuery } from '../../api/client.ts';
import { openStream } from '../../api/stream.ts';

export function useApplication(key: ApplicationKey) {
  const queries = useQueryClient();
  const { namespace, name } = key;
  const app = useQuery({
    queryKey: ['application', namespace, name],
    queryFn: () => getApplication({ namespace, name }),
  });
  const tree = useQuery({
    queryKey: ['tree', namespace, name],
    queryFn: () => resourceTree({ namespace, name }),
    enabled: app.isSuccess,
  });
  const ready = app.isSuccess;

  useEffect(() => {
    if (!ready) return;
    const appKey = ['application', namespace, name];
    const treeKey = ['tree', namespace, name];
    const closeApp = openStream<ApplicationEvent>(
      withQuery('api/v1/stream/applications', { name, appNamespace: namespace }),
      {
        onEvent: ({ type, application }) => {
          if (type === 'DELETED') void queries.invalidateQueries({ queryKey: appKey });
          else queries.setQueryData<Application>(appKey, application);
        },
      },
    );
    const treePath = withQuery(`api/v1/stream/applications/${encodeURIComponent(name)}/resource-tree`, {
      appNamespace: namespace,
    });
    const closeTree = openStream<ApplicationTree>(treePath, {
      onOpen: () => void queries.invalidateQueries({ queryKey: treeKey }),
      onEvent: (event) => queries.setQueryData<ApplicationTree>(treeKey, event),
    });
    return () => {
      closeApp();
      closeTree();
    };
  }, [ready, queries, namespace, name]);

  return { app, tree };
}
