// Indexes points again as a map does after a filter: supercluster.mjs POINTS FOLDER-WITH-NODE_MODULES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [points, folder] = process.argv.slice(2);
const { default: Supercluster } = await import(
  pathToFileURL(createRequire(join(folder, "x.js")).resolve("supercluster")).href
);
const features = JSON.parse(readFileSync(points, "utf8")).map(({ lon, lat }) => ({
  type: "Feature",
  properties: {},
  geometry: { type: "Point", coordinates: [lon, lat] },
}));
const times = [];
for (let run = 0; run < 5; run += 1) {
  const start = performance.now();
  const index = new Supercluster({ radius: 40, maxZoom: 16 }).load(features);
  index.getClusters([-13, 10, 5, 25], 5);
  times.push(performance.now() - start);
}
process.stdout.write(JSON.stringify(times));
