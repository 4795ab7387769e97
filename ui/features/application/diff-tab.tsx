/** What differs: each field with who wrote it and why it counts, then the whole as lines. */
import { useQuery } from '@tanstack/react-query';
import type { ExplainedDifferenceMessage } from '../../../src/api/application/explanation-fields.ts';
import type { ResourceDiff } from '../../../src/api/application/tree-fields.ts';
import { type ApplicationKey, explainApplication, type ResourceKey } from '../../api/applications.ts';
import { fieldChanges, lineDiff, shown, statesOf, toYaml } from './diff-model.ts';
import { differencesOf, dottedPath, sentenceOf } from './explanation-model.ts';

interface DiffTabProps {
  readonly app: ApplicationKey;
  readonly resource: ResourceKey;
  readonly diff: ResourceDiff | null | undefined;
}

export function DiffTab({ app, resource, diff }: DiffTabProps) {
  if (diff === undefined) return <p className="loading">Loading …</p>;
  if (diff === null) return <p className="empty">It does not come from the source, so nothing is compared.</p>;
  const { live, desired } = statesOf(diff);
  if (live === undefined)
    return <p className="empty">It is in the source and not in the cluster. A sync creates it.</p>;
  if (desired === undefined)
    return <p className="empty">It is in the cluster and no longer in the source. A sync with prune removes it.</p>;
  const isEqual = fieldChanges(live, desired).length === 0;
  return (
    <>
      {isEqual && <p className="empty good">Live and desired are equal.</p>}
      <Differences app={app} resource={resource} diff={diff} />
      {!isEqual && (
        <pre className="diff">
          {lineDiff(toYaml(live), toYaml(desired)).map(({ kind, text, position }) => (
            <span key={position} className={kind}>
              {text}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
    </>
  );
}

function Differences({ app, resource, diff }: DiffTabProps) {
  const { data } = useQuery({
    queryKey: ['explain', app, diff?.resourceVersion, diff?.targetState],
    queryFn: () => explainApplication(app),
    placeholderData: (before) => before,
  });
  const differences = differencesOf(data, resource);
  if (differences === undefined) return <PlainChanges diff={diff} />;
  return (
    <ul className="changes">
      {differences.map((difference) => (
        <Difference key={difference.path} difference={difference} />
      ))}
    </ul>
  );
}

function Difference({ difference }: { readonly difference: ExplainedDifferenceMessage }) {
  const { path, counts, ignoredBy = '', suggestion = '' } = difference;
  const { now, wanted, why } = sentenceOf(difference);
  const rule = ignoredBy || suggestion;
  return (
    <li className={counts ? '' : 'ignored'}>
      <code>{dottedPath(path)}</code> is <b>{now}</b>, the source says <b>{wanted}</b>
      {!counts && <span className="tag">ignored</span>}
      <br />
      <small>{why}</small>
      {rule !== '' && (
        <details>
          <summary>{ignoredBy === '' ? 'How to ignore it' : 'By which rule'}</summary>
          <pre>{rule}</pre>
        </details>
      )}
    </li>
  );
}

/** Until the explanation is there. */
function PlainChanges({ diff }: { readonly diff: ResourceDiff | null | undefined }) {
  const { live, desired } = diff ? statesOf(diff) : { live: undefined, desired: undefined };
  return (
    <ul className="changes">
      {fieldChanges(live, desired).map(({ path, live: now, desired: wanted }) => (
        <li key={path}>
          <code>{path}</code> is <b>{shown(now)}</b>, the source says <b>{shown(wanted)}</b>
        </li>
      ))}
    </ul>
  );
}
