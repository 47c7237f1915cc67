/** Says something to all readers: in the bar, and aloud where a screen reader runs. */
export function say(words) {
  const place = document.getElementById("place-now")
  // The same words twice would not be read out the second time.
  place.textContent = place.textContent === words ? `${words}\u00a0` : words
}
