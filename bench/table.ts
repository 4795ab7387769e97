/** Rows as a table for people: our figure, the goal, the peer's figures and how many times ours they are. */
import peer from './peer.json' with { type: 'json' };
import type { Measure, Row } from './row.ts';

type PeerFigures = Readonly<Record<string, number>>;
const PEER = peer as unknown as Readonly<Record<string, Readonly<Record<string, PeerFigures>>>>;
const KINDS = ['tuned', 'withoutValidation', 'annotated'] as const;
const HEAD = ['row', 'measure', 'ours', 'goal', '', 'peer', 'ratio', 'Validate=false', 'ratio', 'annotated', 'ratio'];

/** The peer's figures of a measure; none where it was not measured. */
export function peerOf(row: string, measure: string): PeerFigures {
  return PEER[row]?.[measure] ?? {};
}

export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.flatMap((row) => row.measures.map((measure) => lineOf(row.row, measure)))];
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((line) => line.join('  ').trimEnd())
    .join('\n');
}

function lineOf(row: string, measure: Measure): string[] {
  const { name, ours, unit, goal } = measure;
  const figures = measure.peer === undefined ? peerOf(row, name) : { tuned: measure.peer };
  const cells = KINDS.flatMap((kind) => {
    const figure = figures[kind];
    if (figure === undefined) return ['', ''];
    return [amount(figure), ours === 0 ? (figure === 0 ? '1×' : '∞') : `${amount(figure / ours)}×`];
  });
  return [
    row,
    `${name}${unit === '' ? '' : `, ${unit}`}`,
    amount(ours),
    goal === undefined ? '' : amount(goal),
    mark(measure),
    ...cells,
  ];
}

function mark({ ours, goal, counter }: Measure): string {
  if (goal === undefined) return '';
  if (ours <= goal) return 'ok';
  return counter ? 'OVER' : 'over';
}

function amount(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
