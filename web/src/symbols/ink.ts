// The colours of the style sheet, for what is painted on a canvas.
//
// In: the name of a token. Out: its colour in the theme that is in force. It must not know what is painted.

export const ink = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Found once for each theme: a brush asks a thousand times a second. */
export function perTheme<T>(find: () => T): () => T {
  const known = new Map<string | undefined, T>();
  return () => {
    const theme = document.documentElement.dataset['theme'];
    let found = known.get(theme);
    if (found === undefined) known.set(theme, (found = find()));
    return found;
  };
}

/** What is painted on a canvas does not follow the style sheet by itself. */
export const onTheme = (paint: () => void): void => new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ['data-theme'] });
