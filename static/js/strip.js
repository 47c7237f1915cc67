// The heat strip for the keyboard: one Tab stop, arrow keys between bars, which rows are in view.

let watcher = null

/** Makes the strip usable. It comes from the server hidden from screen readers and from Tab,
 * since without scripts its bars would be a hundred Tab stops. */
export function drawStrip() {
  watcher?.disconnect()
  const strip = document.querySelector("nav.strip")
  if (!strip) return
  strip.removeAttribute("aria-hidden")
  strip.setAttribute("aria-label", "All statements at a glance; arrow keys move, Enter goes there")
  const bars = [...strip.querySelectorAll("a.bar")]
  for (const bar of bars) bar.tabIndex = -1
  makeStop(bars[0])
  strip.addEventListener("keydown", moved)
  watch(bars)
}

/** The ids of all rows of the comparison with a change, in order; none where there is no strip, or
 * where a filter (which says so in `#found`) leaves some out. */
export const changedRows = () =>
  [...document.querySelectorAll("#reading:not(:has(#found)) a.bar:not(.same, .cosmetic)")].map(rowIdOf)

const rowIdOf = bar => `st-${bar.dataset.row}`

/** The bar of a row of this page or another one. */
export const barOf = id =>
  [...document.querySelectorAll("nav.strip a.bar")].find(bar => rowIdOf(bar) === id)

/** Makes `bar` the one that Tab comes to. */
function makeStop(bar) {
  const old = bar.parentElement.querySelector("a.bar[tabindex='0']")
  if (old) old.tabIndex = -1
  bar.tabIndex = 0
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1e9, End: 1e9 }

function moved(event) {
  const step = STEPS[event.key]
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return
  event.preventDefault()
  const bars = [...event.currentTarget.querySelectorAll("a.bar")]
  const at = bars.indexOf(document.activeElement) + step
  const bar = bars[Math.min(Math.max(at, 0), bars.length - 1)]
  makeStop(bar)
  bar.focus()
}

/** Marks the bars of the rows in view, and has Tab come to the first of them. */
function watch(bars) {
  const barAt = new Map(bars.map(bar => [rowIdOf(bar), bar]))
  watcher = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries)
      barAt.get(target.id)?.classList.toggle("in-view", isIntersecting)
    const first = bars.find(bar => bar.classList.contains("in-view"))
    if (first && !first.parentElement.contains(document.activeElement)) makeStop(first)
  })
  for (const row of document.querySelectorAll("#statements .row[id]")) watcher.observe(row)
}
