// A window so low, or a page zoomed so far, that the conversation needs all the height there is.
// css/ asks the same question.

const query = matchMedia("(max-height: 560px)");

export function isCramped() {
  return query.matches;
}

export function whenCrampedChanges(act) {
  query.addEventListener("change", act);
}
