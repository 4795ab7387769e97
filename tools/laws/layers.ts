/** The house: which folder of src/ may import from which (design: allowed imports). Longest prefix wins. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'src/base': [],
  'src/lang': ['src/base'],
  'src/kube': ['src/lang', 'src/base'],
  'src/api': ['src/kube', 'src/base'],
  'src/engine': ['src/api', 'src/kube', 'src/lang', 'src/base'],
  'src/render': ['src/api', 'src/kube', 'src/lang', 'src/base'],
  'src/ports': ['src/api', 'src/kube', 'src/base'],
  'src/services': ['src/engine', 'src/render', 'src/ports', 'src/api', 'src/kube', 'src/lang', 'src/base'],
  'src/adapters': ['src/ports', 'src/api', 'src/kube', 'src/lang', 'src/base'],
  'src/kubelite': ['src/kube', 'src/lang', 'src/base'],
  'src/transport': ['src/services', 'src/engine/rbac', 'src/ports', 'src/api', 'src/kube', 'src/lang', 'src/base'],
  'src/apps': ['src'],
  'src/testkit': ['src'],
  ui: ['src/api', 'src/base'],
  tools: ['src', 'tools'],
  bench: ['src', 'bench', 'tools'],
  e2e: ['src', 'e2e', 'tools', 'bench'],
};

/** Folders whose direct children are islands: they may not import one another. */
export const ISLANDS: readonly string[] = ['src/services', 'src/adapters'];

/** Folders without I/O: they may import no built-in module of Node but these, and read no clock, environment or randomness. */
export const PURE: readonly string[] = ['src/base', 'src/lang', 'src/kube', 'src/api', 'src/engine', 'src/render'];
/** Built-in modules that compute and touch nothing outside. */
export const PURE_BUILTINS: readonly string[] = ['node:crypto', 'node:zlib', 'node:buffer', 'node:util'];

/** Words that say nothing: no file or folder bears them. */
export const EMPTY_NAMES: readonly string[] = ['util', 'utils', 'helpers', 'common', 'misc', 'manager'];

export const SIZE_LIMITS = { source: 500, test: 800 } as const;
