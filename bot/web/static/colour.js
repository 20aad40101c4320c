// The colour that a site chooses for the widget and for /embed, as far as it can be read.

const CHOSEN = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
const CONTRAST = 4.5;
// The surfaces that text of this colour stands on, as in tokens.css: light and dark.
const SURFACES = { light: [0xf8, 0xf5, 0xef], dark: [0x21, 0x1e, 0x1b] };
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** Tell whether a value is a colour that can be chosen: #rgb or #rrggbb. */
export function isColour(value) {
  return CHOSEN.test(value);
}

/** Put a colour on an element, anew when the system changes between light and dark; theme may fix that. */
export function wear(element, colour, theme = "auto") {
  const put = () => {
    const dark = theme === "auto" ? DARK.matches : theme === "dark";
    element.style.setProperty("--accent", legible(colour, dark));
  };
  put();
  if (theme === "auto") DARK.addEventListener("change", put);
}

/** Return a colour, made darker or lighter until text of it has enough contrast. */
function legible(colour, dark) {
  const digits = colour.length === 4 ? colour.slice(1).replace(/./g, "$&$&") : colour.slice(1);
  const given = digits.match(/../g).map((pair) => parseInt(pair, 16));
  const surface = luminance(dark ? SURFACES.dark : SURFACES.light);
  const end = dark ? 255 : 0;
  for (let share = 0; ; share += 0.05) {
    const mixed = given.map((part) => Math.round(part + (end - part) * Math.min(share, 1)));
    const [low, high] = [luminance(mixed), surface].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) >= CONTRAST || share >= 1) return `rgb(${mixed.join(" ")})`;
  }
}

/** Return the relative luminance as WCAG defines it. */
function luminance(parts) {
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
