/** The live tree: what the Application put into the cluster and what grew from it. */
import { useMemo, useState } from 'react';
import type { Application } from '../../../src/api/application/fields.ts';
import type { ApplicationTree } from '../../../src/api/application/tree-fields.ts';
import { age } from '../../shared/age.ts';
import { StatusMark } from '../../shared/status-mark.tsx';
import { useNow } from '../../shared/use-now.ts';
import { healthOf, syncOf } from '../applications/model.ts';
import { BOX, buildItems, draw, type PlacedItem, type TreeItem } from './tree-model.ts';

interface TreeViewProps {
  readonly app: Application;
  readonly tree: ApplicationTree;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

export function TreeView({ app, tree, selected, onSelect }: TreeViewProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const drawing = useMemo(() => {
    const children = buildItems({ tree, resources: app.status?.resources ?? [], open });
    return draw(rootItem(app, children));
  }, [app, tree, open]);

  const choose = (item: PlacedItem): void => {
    if (item.count > 1) setOpen(new Set([...open, item.id]));
    else if (item.node) onSelect(item.id);
  };

  return (
    <div className="tree-scroll">
      <div className="tree" style={{ width: drawing.width, height: drawing.height }}>
        <svg width={drawing.width} height={drawing.height} aria-hidden="true">
          {drawing.lines.map(({ from, to }) => (
            <path key={`${from.id}>${to.id}`} d={curve(from, to)} />
          ))}
        </svg>
        {drawing.boxes.map((item) => (
          <Box key={item.id} item={item} selected={item.id === selected} onChoose={() => choose(item)} />
        ))}
      </div>
    </div>
  );
}

function rootItem(app: Application, children: readonly TreeItem[]): TreeItem {
  return {
    id: 'application',
    kind: 'Application',
    name: app.metadata.name ?? '',
    node: undefined,
    sync: syncOf(app),
    health: healthOf(app),
    healthMessage: '',
    requiresPruning: false,
    count: 1,
    children,
  };
}

function curve(from: PlacedItem, to: PlacedItem): string {
  const x1 = from.x + BOX.width;
  const y1 = from.y + BOX.height / 2;
  const y2 = to.y + BOX.height / 2;
  const middle = x1 + BOX.gapX / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${to.x} ${y2}`;
}

interface BoxProps {
  readonly item: PlacedItem;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

function Box({ item, selected, onChoose }: BoxProps) {
  const now = useNow();
  const facts = (item.node?.info ?? [])
    .filter(({ name }) => name !== 'Revision' || item.kind === 'ReplicaSet')
    .slice(0, 2);
  return (
    <button
      type="button"
      className={`box ${item.count > 1 ? 'group' : ''}`}
      style={{ left: item.x, top: item.y, width: BOX.width, height: BOX.height }}
      aria-pressed={selected}
      data-node={item.id}
      title={item.healthMessage || item.name}
      onClick={onChoose}
    >
      <span className="kind">{item.kind}</span>
      <span className="name">{item.name}</span>
      <span className="marks">
        {item.requiresPruning && <span className="tag warn">to remove</span>}
        {facts.map(({ name, value }) => (
          <span key={name} className="tag">
            {value}
          </span>
        ))}
        {item.health && <StatusMark status={item.health} compact />}
        {item.sync && <StatusMark status={item.sync} compact />}
        <small>{age(item.node?.createdAt, now)}</small>
      </span>
    </button>
  );
}
