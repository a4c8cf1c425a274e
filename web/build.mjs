// Builds the map into dist/, or with --tests the unit tests into node_modules/.cache/.
//
// In: src/, static/, test/. Out: dist/{index.html,app.js,app.css,favicon.svg}. It must not know the server.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const cache = join(root, 'node_modules/.cache/azalai');

const shared = {
  bundle: true,
  format: 'esm',
  // package.json names Leaflet's UMD file; the ES module is the one that bundles well.
  alias: { leaflet: 'leaflet/dist/leaflet-src.esm.js' },
  // Leaflet's style names pictures of controls that this map does not use.
  loader: { '.png': 'empty' },
  logLevel: 'warning',
  absWorkingDir: root,
};

/** Writes whole files only, and only what changed: cargo watches the times, and another build may be reading. */
async function put(path, contents) {
  const old = await readFile(path).catch(() => null);
  if (old !== null && old.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  await mkdir(cache, { recursive: true });
  const whole = join(cache, `${process.pid}-${path.split(/[\\/]/).pop()}`);
  await writeFile(whole, contents);
  await rename(whole, path);
}

async function buildMap() {
  const dist = join(root, 'dist');
  const result = await build({
    ...shared,
    entryPoints: [
      { in: 'src/main.ts', out: 'app' },
      { in: 'src/style/index.css', out: 'app' },
    ],
    outdir: 'dist',
    write: false,
    minify: true,
    target: ['es2022', 'safari16'],
    legalComments: 'none',
  });
  const files = result.outputFiles.map((file) => [file.path, Buffer.from(file.contents)]);
  for (const name of await readdir(join(root, 'static'))) {
    files.push([join(dist, name), await readFile(join(root, 'static', name))]);
  }
  await Promise.all(files.map(([path, contents]) => put(path, contents)));
}

async function buildTests() {
  const out = join(cache, 'tests');
  await rm(out, { recursive: true, force: true });
  const names = (await readdir(join(root, 'test'))).filter((name) => name.endsWith('.test.ts'));
  await build({
    ...shared,
    entryPoints: names.map((name) => `test/${name}`),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    define: { WEB_ROOT: JSON.stringify(root) },
  });
}

await (process.argv.includes('--tests') ? buildTests() : buildMap());
