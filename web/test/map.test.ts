import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inside, sharedBorders } from '../src/map/borders';
import { allOf, apartAt, FAN_FROM, Grid, radiusAt, toPoints, type Group, type Point } from '../src/map/cluster';
import { fanOffsets, MAX_FAN } from '../src/map/fan';
import { density, sitesOf } from '../src/map/density';
import { place, straightRuns, type Box, type Wish } from '../src/map/placement';
import { pixelsOf, project, unproject } from '../src/map/project';
import type { Position, Shapes } from '../src/state';
import { event } from './sample';

/** The same numbers on every run. */
function random(seed: number): () => number {
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return seed / 4_294_967_296;
  };
}

type Met = Group & { members: number[] };
/** All points in groups, each with its members. */
function group(list: readonly Point[], zoom: number, radius: number, apart: number | null): Met[] {
  const points = toPoints(list);
  const { groups, members } = new Grid(points, zoom, radius).group(allOf(points), apart);
  return groups.map((one) => ({ ...one, members: members(one) }));
}

const scatter = (count: number): Point[] => {
  const next = random(7);
  return Array.from({ length: count }, () => ({ x: 118 + next() * 12, y: 110 + next() * 12, area: next() < 0.1 }));
};

test('every event is in exactly one group, at every zoom', () => {
  const points = scatter(2000);
  for (const zoom of [4, 6.5, 9, 13, 15]) {
    const members = group(points, zoom, 40, 5).flatMap((one) => one.members);
    assert.equal(members.length, points.length);
    assert.equal(new Set(members).size, points.length);
  }
});

test('some of the points are grouped as if there were no others, and a crowd keeps its cell', () => {
  const list = scatter(2000).map((point, i) => ({ ...point, kind: i % 12 }));
  const points = toPoints(list);
  const some = allOf(points).filter((i) => i % 3 === 0);
  const fewer = new Grid(points, 6, 44).group(some, null);
  const alone = group(list.filter((_, i) => i % 3 === 0), 6, 44, null);
  assert.deepEqual(fewer.groups.map(({ count, x }) => [count, x.toFixed(9)]).sort(), alone.map(({ count, x }) => [count, x.toFixed(9)]).sort());
  for (const one of fewer.groups) {
    const members = fewer.members(one);
    assert.equal(members.length, one.count);
    assert.ok(members.includes(one.first));
    assert.deepEqual([...one.kinds], Array.from({ length: 12 }, (_, kind) => members.filter((i) => i % 12 === kind).length));
    assert.ok(members.every((i) => fewer.groupOf(i) === one));
  }
  const cells = new Set(new Grid(points, 6, 44).group(allOf(points), null).groups.map(({ cell }) => cell));
  assert.ok(fewer.groups.filter(({ cell }) => cells.has(cell)).length > fewer.groups.length * 0.6, 'most markers stay while a brush moves');
});

test('groups at low zoom are few, at high zoom events stand alone', () => {
  const points = scatter(2000);
  assert.ok(group(points, 4, 44, null).length < 400);
  const alone = group(points, 15, 28, null).filter(({ members }) => members.length === 1).length;
  assert.ok(alone > 1600, `${alone} alone`);
});

test('an area is never grouped with places, nor with another area', () => {
  const at = { x: 120, y: 112 };
  const groups = group([{ ...at, area: true }, { ...at, area: false }, { ...at, area: true }, { x: 120.01, y: 112, area: true }], 4, 44, null);
  assert.deepEqual(groups.map(({ members, area }) => [members.length, area]).sort(), [[1, false], [1, true], [2, true]]);
});

test('events of one village are one group that no zoom will part', () => {
  const at = { x: 120.123456, y: 112.654321, area: false };
  const [only, ...none] = group([at, { ...at }, { ...at }], 15, 28, null);
  assert.ok(only?.same && none.length === 0);
  assert.deepEqual([only.x, only.y], [at.x, at.y], 'exactly on the place');
});

test('the selected event and those at its place are kept out of the crowd', () => {
  const points = [{ x: 120, y: 112, area: false }, { x: 120.1, y: 112, area: false }, { x: 120, y: 112, area: false }];
  const groups = group(points, 4, 44, 0).map(({ members }) => members);
  assert.deepEqual(groups.sort(), [[0, 2], [1]]);
});

test('the zoom that parts an event from its crowd is the least that does, and a stack is neared until it fans out', () => {
  const points = scatter(2000).map((point) => ({ ...point, area: false }));
  const nearest = (list: readonly Point[], index: number): number => apartAt(toPoints(list), allOf(toPoints(list)), index, 5, 15);
  const crowded = (index: number, zoom: number): boolean => {
    const held = points[index];
    assert.ok(held);
    return group(points, zoom, radiusAt(zoom), index).some(
      ({ members, x, y }) => !members.includes(index) && Math.hypot(x - held.x, y - held.y) * 2 ** zoom < radiusAt(zoom),
    );
  };
  for (const index of [0, 7, 99, 1234]) {
    const zoom = nearest(points, index);
    assert.ok(zoom > 5 && zoom <= 15 && !crowded(index, zoom), `${index} at ${zoom}`);
    assert.ok(crowded(index, zoom - 0.5), `${index} is apart before ${zoom}`);
  }
  const at = { x: 120, y: 112, area: false };
  assert.equal(nearest([at], 0), 5, 'alone, it is left where it is');
  assert.equal(nearest([at, { ...at }], 0), FAN_FROM);
  assert.equal(nearest([at, ...Array.from({ length: MAX_FAN }, () => ({ ...at }))], 0), 5, 'what never fans out is not neared for it');
  assert.equal(nearest([{ ...at, area: true }, at], 0), 5, 'an area and a place do not hide each other');
});

test('heat spreads each event over where it may have been: all of it, and thinly where that is wide', () => {
  const sum = (grid: Float32Array): number => grid.reduce((all, one) => all + one, 0);
  const [near, wide] = [6, 40].map((radius) => density(120, 120, [{ x: 60, y: 60, radius, mass: 3 }]));
  assert.ok(near && wide && Math.abs(sum(near) - 3) < 0.06 && Math.abs(sum(wide) - 3) < 0.06, 'nothing is lost and nothing is added');
  assert.ok(Math.max(...near) > 40 * Math.max(...wide), 'a region does not glow at one village');
  assert.ok(sum(density(120, 120, [{ x: 0, y: 0, radius: 10, mass: 4 }])) < 1.3, 'what lies outside the view is outside');
  const at = { radius_m: 1500 };
  const { siteOf, lon } = sitesOf([event('a', at), event('b', at), event('c', { radius_m: 90_000 }), event('d', at, [0, 15])]);
  assert.deepEqual([[...siteOf], lon.length], [[0, 0, 1, 2], 3], 'the same point known less well is another site');
});

test('a fan keeps its events apart', () => {
  for (const count of [2, 3, 9, 10, MAX_FAN]) {
    const offsets = fanOffsets(count);
    assert.equal(offsets.length, count);
    for (let i = 0; i < count; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const [a, b] = [offsets[i], offsets[j]];
        assert.ok(a && b && Math.hypot(a.x - b.x, a.y - b.y) > 27, `${i} and ${j} of ${count}`);
      }
    }
  }
});

test('there and back over the projection', () => {
  const next = random(3);
  for (let i = 0; i < 200; i += 1) {
    const at: Position = [next() * 360 - 180, next() * 160 - 80];
    const { x, y } = project(at);
    const [lon, lat] = unproject(x, y);
    assert.ok(Math.abs(lon - at[0]) < 1e-9 && Math.abs(lat - at[1]) < 1e-9);
  }
  // EPSG:3857 at the equator, zoom 0: 156,543 m per pixel.
  assert.ok(Math.abs(pixelsOf(156_543.034, 0, 0) - 1) < 1e-6);
});

test('names never overlap each other nor a symbol, and more important ones win', () => {
  const next = random(11);
  const view: Box = { left: 0, top: 0, right: 900, bottom: 600 };
  const obstacle: Box = { left: 300, top: 200, right: 500, bottom: 400 };
  const wishes: Wish<number>[] = Array.from({ length: 400 }, (_, what) => {
    const at = { x: next() * 900, y: next() * 600 };
    return { what, rank: next(), width: 60, height: 14, centres: [at, { x: at.x, y: at.y + 20 }], angle: what % 7 === 0 ? 0.6 : 0 };
  });
  const placed = place(wishes, [obstacle], view);
  assert.ok(placed.length > 40 && placed.length < 400);
  const boxes = placed.filter(({ what }) => what % 7 !== 0).map(({ x, y }) => ({ left: x - 30, right: x + 30, top: y - 7, bottom: y + 7 }));
  const meet = (a: Box, b: Box): boolean => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
  boxes.forEach((box, i) => {
    assert.ok(!meet(box, obstacle));
    boxes.slice(0, i).forEach((other) => assert.ok(!meet(box, other)));
  });
  const best = wishes.filter(({ centres: [at] }) => at && !meet({ left: at.x - 40, right: at.x + 40, top: at.y - 30, bottom: at.y + 30 }, obstacle) && at.x > 60 && at.x < 840 && at.y > 40 && at.y < 540).sort((a, b) => b.rank - a.rank)[0];
  assert.ok(placed.some(({ what }) => what === best?.what));
});

test('a name along a river stands where it is straight, and never upside down', () => {
  const view: Box = { left: 0, top: 0, right: 1000, bottom: 1000 };
  const bend = Array.from({ length: 30 }, (_, i) => ({ x: 100 + Math.cos(i) * 40, y: 100 + i * 2 }));
  const straight = Array.from({ length: 60 }, (_, i) => ({ x: 900 - i * 10, y: 300 + i * 4 }));
  const [run] = straightRuns([...bend, ...straight], 120, view);
  assert.ok(run && run.x > 250 && run.bend < 1);
  assert.ok(Math.abs(run.angle) <= Math.PI / 2);
  assert.deepEqual(straightRuns(bend, 120, view), []);
});

const square = (x: number, y: number): Position[] => [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]];

test('a border between two units is one line; where data were cut there is none', () => {
  const shapes: Shapes = {
    type: 'FeatureCollection',
    features: [0, 1, 2].map((x) => ({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [square(x, 0)] } })),
  };
  const lines = sharedBorders(shapes).map((line) => line.map(([lon]) => lon));
  assert.deepEqual(lines.sort(), [[1, 1], [2, 2]]);
});

test('the name of a unit stands inside it, even when its middle is outside', () => {
  const ring: Position[] = [[0, 0], [10, 0], [10, 10], [9, 10], [9, 1], [0, 1], [0, 0]];
  const best = inside({ type: 'Polygon', coordinates: [ring] });
  assert.ok(best && (best.point[1] < 1 || best.point[0] > 9));
  assert.ok(best.room > 0 && best.room < 5);
});
