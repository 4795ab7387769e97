/** The laws of the house as pure functions over a list of files; `main.ts` reads the tree. */
import { dirname, join, normalize } from 'node:path';
import { EMPTY_NAMES, ISLANDS, LAYERS, PURE, PURE_BUILTINS, SIZE_LIMITS } from './layers.ts';

export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s+(?:type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
const AMBIENT =
  /\b(?:process\.(?:env|argv|cwd)|Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|randomUUID\(|randomBytes\(|setTimeout\(|setInterval\()/;

/** Every broken law as one line that names the file. Empty where all is well. */
export function brokenLaws(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => [...importLaws(file), ...purityLaws(file), ...sizeLaws(file), ...nameLaws(file)]);
}

function importLaws({ path, text }: SourceFile): string[] {
  const layer = layerOf(path);
  if (layer === undefined) return [];
  return importsOf(text)
    .filter((target) => target.startsWith('.'))
    .map((target) => normalize(join(dirname(path), target)))
    .filter((target) => !mayImport(path, layer, target))
    .map((target) => `${path}: may not import ${target}`);
}

function mayImport(path: string, layer: string, target: string): boolean {
  const isTest = /\.test\.tsx?$/.test(path);
  if (target.startsWith('src/testkit/')) return isTest || ['src/testkit', 'e2e', 'bench', 'tools'].includes(layer);
  if (isTest && target.startsWith('src/')) return true;
  const island = ISLANDS.find((folder) => path.startsWith(`${folder}/`));
  if (island && target.startsWith(`${island}/`)) return child(path, island) === child(target, island);
  if (inside(target, layer)) return true;
  return (LAYERS[layer] ?? []).some((allowed) => inside(target, allowed));
}

function purityLaws({ path, text }: SourceFile): string[] {
  if (/\.test\.ts$/.test(path) || !PURE.some((folder) => inside(path, folder))) return [];
  const builtins = importsOf(text).filter((target) => target.startsWith('node:') && !PURE_BUILTINS.includes(target));
  const ambient = text.split('\n').filter((line) => AMBIENT.test(line.replace(/\/\/.*|^\s*\*.*/, '')));
  return [
    ...builtins.map((name) => `${path}: pure folders do not import ${name}`),
    ...ambient.map((line) => `${path}: pure folders read no clock, environment or randomness: ${line.trim()}`),
  ];
}

function sizeLaws({ path, text }: SourceFile): string[] {
  const limit = /\.test\.tsx?$/.test(path) ? SIZE_LIMITS.test : SIZE_LIMITS.source;
  const lines = text.split('\n').length - 1;
  return lines > limit ? [`${path}: ${lines} lines, at most ${limit}`] : [];
}

function nameLaws({ path }: SourceFile): string[] {
  const words = path.split('/').map((part) => part.replace(/\..*$/, ''));
  return words.filter((word) => EMPTY_NAMES.includes(word)).map((word) => `${path}: "${word}" says nothing`);
}

/** The modules a file imports, `import type`, re-exports and `import()` included. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
}

function layerOf(path: string): string | undefined {
  return Object.keys(LAYERS).find((layer) => inside(path, layer));
}

function inside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function child(path: string, folder: string): string {
  return path.slice(folder.length + 1).split('/')[0] ?? '';
}
