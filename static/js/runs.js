// Which folded runs stand open is kept in the address, and in the links that lead on from here.

let drawn = [] // what the page's own links name as open
let standing = "" // the runs of this page that stand open, to tell a change from none

const runs = () => [...document.querySelectorAll("#statements details[id^='run-']")]
const idOf = run => run.id.slice("run-".length)
const openHere = () => runs().filter(run => run.open).map(idOf)

/** Takes the page as the server drew it as the state from which runs are opened and closed. */
export function drawRuns() {
  drawn = openIn(location)
  standing = openHere().join()
}

const openIn = place => new URLSearchParams(place.search).getAll("open").sort()

function keepOpen() {
  const open = openHere()
  if (open.join() === standing) return
  standing = open.join()
  history.replaceState(history.state, "", withOpen(location.href, named(open)))
}

/** What the address names as open: on this page what stands open, elsewhere what it named before.
 * "all" stays as long as it is true of this page. */
function named(open) {
  const before = openIn(location)
  const here = runs().map(idOf)
  if (before.includes("all") && open.length === here.length) return ["all"]
  return [...before.filter(id => id !== "all" && !here.includes(id)), ...open].sort()
}

function withOpen(href, open) {
  const url = new URL(href)
  url.searchParams.delete("open")
  for (const id of open) url.searchParams.append("open", id)
  return url.href
}

/** `href` with the runs that stand open now. A link that named other runs than the page's own
 * address means what it says, and other pages have no runs. */
export function carried(href) {
  const url = new URL(href, location.href)
  const isOurs = url.pathname === location.pathname && url.hash !== href
  return isOurs && openIn(url).join() === drawn.join() ? withOpen(url.href, openIn(location)) : href
}

function carry(event) {
  const link = event.target.closest?.("#reading a[href]")
  for (const name of ["href", "hx-get"])
    if (link?.hasAttribute(name)) link.setAttribute(name, carried(link.getAttribute(name)))
}

function carryInForm(event) {
  const sent = event.formData.getAll("open").sort()
  if (!event.target.closest("#reading") || sent.join() !== drawn.join()) return
  event.formData.delete("open")
  for (const id of openIn(location)) event.formData.append("open", id)
}

document.addEventListener("toggle", keepOpen, true)
document.addEventListener("click", carry, true)
document.addEventListener("auxclick", carry, true)
document.addEventListener("formdata", carryInForm)
