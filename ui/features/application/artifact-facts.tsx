/** What the deployed artifact says of itself: nothing is shown where it says nothing, or cannot be asked. */
import { useQuery } from '@tanstack/react-query';
import type { Application } from '../../../src/api/application/fields.ts';
import { artifactMetadata } from '../../api/applications.ts';
import { webAddress } from '../../shared/web-address.ts';
import { artifactLines, artifactOf } from './artifact-model.ts';

export function ArtifactFacts({ app }: { readonly app: Application }) {
  const place = artifactOf(app);
  const { name = '', namespace = '' } = app.metadata;
  const { data } = useQuery({
    queryKey: ['artifact', namespace, name, place?.revision, place?.sourceIndex],
    queryFn: () => artifactMetadata({ namespace, name }, place ?? { revision: '', sourceIndex: 0 }),
    enabled: place !== undefined,
    // A digest never means anything else.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const lines = data === undefined ? [] : artifactLines(data);
  if (lines.length === 0) return null;
  return (
    <div className="wide">
      <dt>Artifact</dt>
      <dd>
        {lines.map(({ name: what, text }) => (
          <div key={what}>
            <small>{what}</small>{' '}
            {webAddress(text) ? (
              <a href={webAddress(text)} target="_blank" rel="noreferrer noopener">
                {text}
              </a>
            ) : (
              text
            )}
          </div>
        ))}
      </dd>
    </div>
  );
}
