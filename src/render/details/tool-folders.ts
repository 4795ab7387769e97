/** The folders of a tree that a tool is for (H4): what a new Application can be made of. */
import { childPath } from '../app-path.ts';
import type { RenderInputs, SourceType } from '../contract.ts';
import { discoveredType } from '../detect/detect.ts';
import { renderFault } from '../render-fault.ts';
import { type Attempt, attempt, type Questions } from '../trace/questions.ts';

export interface ToolFolder {
  /** `.` for the root. */
  readonly path: string;
  readonly type: SourceType;
}

const MOST_FOLDERS = 20_000;

/** In byte order of their paths within each level. Links and submodules are not walked. */
export function toolFolders(disabled: readonly SourceType[], inputs: RenderInputs): Attempt<readonly ToolFolder[]> {
  return attempt(inputs, (questions) => walk(questions, disabled));
}

function walk(questions: Questions, disabled: readonly SourceType[]): readonly ToolFolder[] {
  const found: ToolFolder[] = [];
  let seen = 0;
  for (let level: readonly string[] = ['']; level.length > 0; ) {
    seen += level.length;
    if (seen > MOST_FOLDERS) throw renderFault('render.too-large', `more than ${MOST_FOLDERS} folders`);
    questions.expectListings(level);
    const below: string[] = [];
    for (const folder of level) {
      const entries = questions.listing(folder) ?? [];
      const type = discoveredType(entries, disabled);
      if (type !== 'Directory') found.push({ path: folder === '' ? '.' : folder, type });
      for (const { name, mode } of entries) if (mode === 'tree') below.push(childPath(folder, name));
    }
    level = below;
  }
  return found;
}
