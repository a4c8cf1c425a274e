// Builds the map into dist/, or with --tests the unit tests into node_modules/.cache/.
//
// In: src/, static/, test/, the basemap in ../data. Out: dist/{index.html,begin.js,app.js,app.css,pages.css,shared.json,favicon.svg}
// and the script's further parts, of which the words of one language are two; and of each file and of the basemap's a form for every coding that browsers take. It must not know the server.
import { build } from 'esbuild';
import { minify } from 'terser';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = dirname(fileURLToPath(import.meta.url));
const cache = join(root, 'node_modules/.cache/azalai');

/** Files of Leaflet for what no browser of today lacks and what this map never makes, and what stands in their place. */
const INSTEAD = {
  'core/Browser': () => readFile(join(root, 'src/map/leaflet-browser.js')),
  'layer/vector/Canvas': () => readFile(join(root, 'src/map/leaflet-canvas.js')),
  'layer/vector/SVG.VML': () => 'export const vmlCreate = null, vmlMixin = {};',
  'layer/marker/Marker.Drag': () => 'export const MarkerDrag = null;',
  'layer/marker/Icon.Default': () => 'export class IconDefault {}',
};

function leafletAsUsed({ onLoad }) {
  const ofLeaflet = /[\\/]leaflet[\\/]src[\\/](.+)\.js$/;
  onLoad({ filter: ofLeaflet }, async ({ path }) => {
    const [, name = ''] = ofLeaflet.exec(path) ?? [];
    const instead = INSTEAD[name.replaceAll('\\', '/')];
    // What it imports is named as seen from map/.
    return instead && { contents: await instead(), resolveDir: join(root, 'src/map') };
  });
}

const shared = {
  bundle: true,
  format: 'esm',
  // The parts of Leaflet that are used. A part that is not among them is no warning: the map would break where it is used.
  alias: { leaflet: join(root, 'src/map/leaflet.js') },
  plugins: [{ name: 'leaflet-as-used', setup: leafletAsUsed }],
  logOverride: { 'import-is-undefined': 'error' },
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
  const words = await sharedWords();
  const short = await shortNames(words.en);
  const result = await build({
    ...shared,
    entryPoints: [
      { in: 'src/begin.ts', out: 'begin' },
      { in: 'src/main.ts', out: 'app' },
      { in: 'src/style/index.css', out: 'app' },
      { in: 'src/style/pages.css', out: 'pages' },
    ],
    outdir: 'dist',
    // Parts by what is in them: a page that is open while the program is replaced gets none of another version.
    splitting: true,
    chunkNames: '[name]-[hash]',
    write: false,
    minify: true,
    target: ['es2022', 'safari16'],
    legalComments: 'none',
    mangleProps: new RegExp(`^(${Object.keys(short).join('|')})$`),
    mangleCache: short,
  });
  const files = await Promise.all(result.outputFiles.map(async (file) => [file.path, await smaller(file.path, byDevice(file.path, Buffer.from(file.contents)))]));
  for (const name of await readdir(join(root, 'static'))) {
    files.push([join(dist, name), await readFile(join(root, 'static', name))]);
  }
  files.push([join(dist, 'shared.json'), Buffer.from(JSON.stringify(words))]);
  const basemap = BASEMAP.map(async ([name, file]) => [join(dist, `basemap/${name}.geojson`), await readFile(join(root, '../data', file))]);
  const shelved = [...files, ...(await Promise.all(basemap))].map(([path, contents]) => forms(path, contents));
  files.push(...(await Promise.all(shelved)).flat());
  await Promise.all(files.map(([path, contents]) => put(path, contents)));
  // Parts of an earlier build would be in the binary too.
  const own = new Set(files.map(([path]) => path));
  const old = (await readdir(dist)).map((name) => join(dist, name)).filter((path) => /\.js(\.br|\.gz)?$/.test(path) && !own.has(path));
  await Promise.all(old.map((path) => rm(path)));
}

/** The basemap as the map asks for it, and where it is: src/http/assets.rs has the same table. */
const BASEMAP = [
  ['countries', 'boundaries/countries.geojson'],
  ['mali', 'boundaries/mali.geojson'],
  ['regions', 'boundaries/regions-before-2016.geojson'],
  ['rivers', 'basemap/rivers.geojson'],
  ['lakes', 'basemap/lakes.geojson'],
  ['towns', 'basemap/towns.geojson'],
];

/** Words and symbols for the server's pages. */
async function sharedWords() {
  const { outputFiles } = await build({ ...shared, entryPoints: ['src/shared.ts'], write: false, outdir: 'dist', target: 'node20' });
  const module = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  return module.shared;
}

/**
 * Short names for the messages that the sources only ever write as `m.name`: nothing else has them, so they may be short, alike
 * in all parts of the script. A name that also stands anywhere else, be it in a text, stays.
 */
async function shortNames(words) {
  const sources = join(root, 'src');
  const files = (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.ts') && !/\b(en|fr)\.ts$/.test(name));
  const code = (await Promise.all(files.map((name) => readFile(join(sources, name), 'utf8')))).join('\n').replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
  const elsewhere = new Set([...code.matchAll(/(?<!\bm\.)\b\w+/g)].map(([name]) => name));
  const within = Object.values(words).flatMap((value) => (typeof value === 'object' ? Object.keys(value) : []));
  const own = Object.keys(words).filter((name) => !elsewhere.has(name) && !within.includes(name));
  // A letter and a number, as no message has for a name.
  return Object.fromEntries(own.map((name, i) => [name, `${String.fromCharCode(97 + (i % 26))}${Math.floor(i / 26)}`]));
}

/** A file as brotli and gzip have it at their best: once here, instead of at every request. */
async function forms(path, contents) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  const [brotli, zipped] = await Promise.all([promisify(brotliCompress)(contents, quality), promisify(gzip)(contents, { level: 9 })]);
  return [[`${path}.br`, brotli], [`${path}.gz`, zipped]];
}

/** Parts of Leaflet that this map never makes; their style would be sent for nothing. */
const UNUSED = /\.(leaflet-(popup|tooltip|control-layers|control-attribution|attribution-flag|default-icon-path|div-icon|safari|retina|image-layer|marker-shadow|oldie|draw|cluster)|lvml|leaflet-vml-shape)/;
/** What browsers took before they took the standard, and no browser of `target` does any more. */
const OLD = /(?<=[{;])(-(moz|ms|o)-[^;}]+|-webkit-(transition|transform|user-drag)[^;}]*)(;|(?=\}))/g;

/** Names that Leaflet keeps to itself; those that it also writes as texts stay. */
const PRIVATE = /^_(?!leaflet)/;

/** The bundler's script a second time through a minifier that looks farther: 2 kB of 110 less; and without idle rules. */
async function smaller(path, contents) {
  if (path.endsWith('.js')) {
    const script = contents.toString();
    // Names that are shortened in one part only must not be known to another.
    const isApp = path.endsWith('app.js');
    if (!isApp && /[.{,]_(?!leaflet)[a-z]/i.test(script)) throw new Error(`${path} has names with '_', which app.js has in another form`);
    const { code } = await minify(script, { module: true, ecma: 2020, compress: { passes: 3, pure_getters: true, keep_fargs: false, unsafe_arrows: true, unsafe_methods: true, drop_console: ['warn'] }, mangle: isApp ? { properties: { regex: PRIVATE } } : {} });
    return Buffer.from(code);
  }
  if (!path.endsWith('app.css')) return contents;
  const used = contents.toString().replaceAll(/([^{}@]+)\{[^{}]*\}/g, (rule, selectors) => {
    const kept = selectors.split(',').filter((selector) => !UNUSED.test(selector));
    return kept.length === 0 ? '' : rule;
  });
  return Buffer.from(used.replaceAll(OLD, ''));
}

/** Pages without script are dark where the device is: they have nobody to set the attribute. */
function byDevice(path, contents) {
  if (!path.endsWith('pages.css')) return contents;
  const dark = /:root\[data-theme="?dark"?\]\{([^}]*)\}/;
  const css = contents.toString();
  if (!dark.test(css)) throw new Error('tokens.css has no dark theme that pages.css could take');
  return Buffer.from(css.replace(dark, '@media (prefers-color-scheme:dark){:root{$1}}'));
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
