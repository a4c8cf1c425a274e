// What is painted on the map's canvas.
//
// In: a page and a button of its map. Out: how many pixels under the button have which token's colour. It must not know the
// symbols.

/** Nearer than the edge of symbols is to paper. */
const NEAR = 5;

/** The share of painted pixels under the element whose colour is that of each of the tokens, such as --paper. */
export const painted = (page, element, tokens) =>
  element.evaluate(
    (button, [names, near]) => {
      const canvas = document.querySelector('.leaflet-signs-pane canvas');
      const [own, all] = [button.getBoundingClientRect(), canvas.getBoundingClientRect()];
      const fine = canvas.width / all.width;
      const { data } = canvas.getContext('2d').getImageData((own.left - all.left) * fine, (own.top - all.top) * fine, own.width * fine, own.height * fine);
      const style = getComputedStyle(document.documentElement);
      const wanted = names.map((name) => [1, 3, 5].map((at) => parseInt(style.getPropertyValue(name).trim().slice(at, at + 2), 16)));
      const counts = names.map(() => 0);
      let opaque = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] < 200) continue;
        opaque += 1;
        const of = wanted.findIndex(([r, g, b]) => Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < near);
        if (of >= 0) counts[of] += 1;
      }
      return Object.fromEntries(names.map((name, i) => [name, opaque === 0 ? 0 : counts[i] / opaque]));
    },
    [tokens, NEAR],
  );
