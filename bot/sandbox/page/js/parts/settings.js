// What this browser remembers of the page itself: language, theme, which phones are out.

export function remembered(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`jinlin.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`jinlin.${name}`, JSON.stringify(value));
  } catch {
    // Private windows may refuse; the page then forgets on reload, nothing else is lost.
  }
}
