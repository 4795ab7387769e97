/** Health and sync as a mark with a word: shape and colour both tell, so that colour alone is never needed. */

const SYMBOLS: Readonly<Record<string, string>> = {
  Healthy: '●',
  Synced: '✓',
  Succeeded: '✓',
  Progressing: '◐',
  Running: '◐',
  Terminating: '◐',
  Suspended: '‖',
  Missing: '○',
  OutOfSync: '≠',
  Degraded: '▲',
  Failed: '▲',
  Error: '▲',
  Unknown: '?',
};

const TONES: Readonly<Record<string, string>> = {
  Healthy: 'good',
  Synced: 'good',
  Succeeded: 'good',
  Progressing: 'busy',
  Running: 'busy',
  Terminating: 'busy',
  Suspended: 'idle',
  Missing: 'warn',
  OutOfSync: 'warn',
  Degraded: 'bad',
  Failed: 'bad',
  Error: 'bad',
  Unknown: 'idle',
};

export function StatusMark({ status, compact = false }: { readonly status: string; readonly compact?: boolean }) {
  const symbol = SYMBOLS[status] ?? '?';
  return (
    <span className={`status ${TONES[status] ?? 'idle'}`} title={status}>
      <span className="symbol" aria-hidden="true">
        {symbol}
      </span>
      {compact ? <span className="sr-only">{status}</span> : status}
    </span>
  );
}
