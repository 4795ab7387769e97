/**
 * Bundles the product into dist/: the program, each worker entry point as a bundle of its own (src/apps/workers/*.ts),
 * and the web page. Run by `npm ci` and by the launcher of a clone whose sources are newer.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const dist = join(root, 'dist');

/** Dependencies in CommonJS form ask for `require`. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const program: BuildOptions = {
  entryPoints: entryPoints(),
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.12',
  banner: { js: REQUIRE },
  loader: { '.json': 'json' },
  sourcemap: 'linked',
  logLevel: 'warning',
};

const page: BuildOptions = {
  entryPoints: [join(root, 'ui/main.tsx')],
  outdir: join(dist, 'ui'),
  entryNames: 'app',
  chunkNames: 'part-[hash]',
  splitting: true,
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  minify: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

function entryPoints(): string[] {
  const workers = join(root, 'src/apps/workers');
  const found = existsSync(workers) ? readdirSync(workers).filter((file) => /^[\w-]+\.ts$/.test(file)) : [];
  return [join(root, 'src/apps/tiphys.ts'), ...found.map((file) => join(workers, file))].filter((file) =>
    existsSync(file),
  );
}

rmSync(join(dist, 'ui'), { recursive: true, force: true });
mkdirSync(join(dist, 'ui'), { recursive: true });
if (program.entryPoints && entryPoints().length > 0) await build(program);
if (existsSync(join(root, 'ui/main.tsx'))) await build(page);
if (existsSync(join(root, 'ui/static'))) cpSync(join(root, 'ui/static'), join(dist, 'ui'), { recursive: true });
