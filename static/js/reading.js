// The reading view by keyboard: its keys, landing on rows, the status bar. Without scripts the
// page's links and forms do all of this but copying.

import { drawKeys, listen, showKeys } from "./keys.js"
import * as place from "./place.js"
import { carried, drawRuns } from "./runs.js"
import { say } from "./say.js"
import { barOf, changedRows, drawStrip } from "./strip.js"

/** Every key of the reading view. `key` is what it is until the reader chooses another. */
const KEYS = [
  entry("next-change", "n", "Next change", () => go("change", 1)),
  entry("previous-change", "p", "Previous change", () => go("change", -1)),
  entry("next-statement", "j", "Next statement", () => go("statement", 1)),
  entry("previous-statement", "k", "Previous statement", () => go("statement", -1)),
  entry("next-finding", "N", "Next undecided finding", () => go("finding", 1)),
  entry("previous-finding", "P", "Previous undecided finding", () => go("finding", -1)),
  entry("expand", "x", "Show or hide readings and reasons", expand),
  entry("edit", "e", "Correct what answers to what in this statement", correct),
  entry("next-column", "]", "Next column", () => place.moveColumn(1)),
  entry("previous-column", "[", "Previous column", () => place.moveColumn(-1)),
  entry("base", "b", "Make this column the base", makeBase),
  entry("copy", "y", "Copy a link to what is focused", copyLink),
  { name: "search", key: "/", words: "Search in the statements", run: search },
  { name: "help", key: "?", words: "Show all keys", run: showKeys },
]

/** A key that works on rows: a search may have found none. */
function entry(name, key, words, run) {
  return { name, key, words, run: () => (place.stops("statement").length ? run() : say(NOTHING)) }
}

const NOTHING = "There is no statement here."
let afterSwap = null // what is still to be said when htmx has drawn #reading as a key asked

/** Goes to the next (step 1) or previous (-1) stop of a series: on this page, over its border, or
 * on from the other end. Where nothing is undecided on the only page, N and P are silent. */
function go(series, step) {
  const stop = place.nextStop(series, step)
  if (stop) land(stop, series)
  else if (series === "finding" && !endOf(series, step) && !pages().length) return
  else if (pageLink(step)) leave(pageLink(step), series, step)
  else goAround(series, step)
}

const pageLink = step => document.querySelector(`#reading a[rel=${step > 0 ? "next" : "prev"}]`)

/** Follows a page link, telling the next page where to land, and if it is the second lap. */
function leave(link, series, step, again = "") {
  const url = new URL(carried(link.href))
  url.hash = `${step > 0 ? "first" : "last"}-${series}${again}`
  location.assign(url)
}

/** Goes on at the other end of the comparison. */
function goAround(series, step) {
  const stop = endOf(series, step)
  if (pages().length) leave(pages().at(step > 0 ? 0 : -1), series, step, AGAIN)
  else if (stop) land(stop, series, around(step))
  else say(`There is no ${series} here.`)
}

const AGAIN = "-again"
const pages = () => [...document.querySelectorAll("#reading nav[aria-label=Pages] a:not([rel])")]
const around = step => (step > 0 ? "From the beginning again. " : "From the end again. ")
const endOf = (series, step) => place.stops(series).at(step > 0 ? 0 : -1)

function land(stop, series, before = "") {
  place.land(stop, before + wordsOf(stop, series))
}

/** What is said of a stop: "Change 7 of 31, dropped in Outlet C". */
function wordsOf(stop, series) {
  if (!stop.matches(".row")) return `${stop.textContent.trim()}, folded`
  const change = stop.dataset.change ?? (stop.matches(".unchanged") ? "unchanged" : "")
  const told = (change && `, ${change}`) + (isExpanded(stop) ? ", expanded" : "")
  if (series === "statement") return nameOf(stop) + told
  const ids = idsOf(series, stop)
  const count = `${ids.indexOf(stop.id) + 1} of ${ids.length}`
  if (series === "change") return `Change ${count}${told}`
  return `Undecided ${count}: ${nameOf(stop)}${told}`
}

/** All that are counted in a series: changes over all pages where the strip knows them. */
function idsOf(series, stop) {
  const everywhere = series === "change" ? changedRows() : []
  return everywhere.includes(stop.id) ? everywhere : place.stops(series).map(each => each.id)
}

const numberOf = row => row.querySelector("a.number")
const nameOf = row => numberOf(row).getAttribute("aria-label")
const isExpanded = row => numberOf(row).getAttribute("aria-expanded") === "true"

function makeBase() {
  const head = place.headHere()
  const link = head.querySelector("a.make-base")
  if (!link) return say(`${place.nameOf(head)} is the base already.`)
  place.leaveColumn()
  const { id } = place.spot()
  press(link, () => {
    say(`${place.nameOf(place.baseHead())} is the base now.`)
    if (!document.getElementById(id)) barOf(id)?.click() // it stands on another page now
  })
}

function expand() {
  const folded = document.activeElement.closest("#statements summary")
  if (folded) return folded.click()
  const row = place.rowHere()
  press(numberOf(row), () => say(`${nameOf(row)}, ${isExpanded(row) ? "expanded" : "closed"}`))
}

/** Goes to the page on which the row is corrected; the link to it stands in the expanded part. */
function correct() {
  const row = place.rowHere()
  const link = row.querySelector("a.correct") ?? row.nextElementSibling?.querySelector(":scope.opened a.correct")
  if (link) link.click()
  else if (isExpanded(row)) say("You may not correct this statement.")
  else press(numberOf(row), correct)
}

/** Presses a link that htmx follows; what came of it is said when it is drawn. */
function press(link, then) {
  afterSwap = then
  link.click()
}

/** Copies the link to the focused sentence, or else to the statement. */
async function copyLink() {
  const row = place.rowHere()
  const sentence = linkHere()
  try {
    await navigator.clipboard.writeText(sentence?.href ?? new URL(row.dataset.link, location).href)
    say(`Link copied: ${nameOf(row)}${sentence ? `, ${place.nameOf(place.headHere())}` : ""}`)
  } catch {
    say("The browser does not let the page copy. The link stands below the sentence.")
  }
}

/** The permalink that has the focus, or the first one of the focused cell. */
function linkHere() {
  const focused = document.activeElement
  return focused.closest("a.at") ?? focused.closest("#statements .cell")?.querySelector("a.at")
}

function search() {
  const field = document.getElementById("find")
  if (!field) return
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details"))
    box.open = true
  field.focus()
  field.select()
}

/** Lands on the row that the address names, if any: "#last-change", "#st-…" or "#s-…". */
function arrive() {
  const told = location.hash.match(/^#(first|last)-(change|statement|finding)(-again)?$/)
  const target = document.getElementById(location.hash.slice(1))
  if (told) arriveAtEnd(told[2], told[1] === "first" ? 1 : -1, told[3])
  else if (target) landOn(target)
}

/** Lands on a page's first or last stop, or goes on to another page, once around at most. */
function arriveAtEnd(series, step, again) {
  history.replaceState(history.state, "", location.pathname + location.search)
  const stop = endOf(series, step)
  if (stop) land(stop, series, again && around(step))
  else if (pageLink(step)) leave(pageLink(step), series, step, again)
  else if (again) say(`There is no ${series} here.`)
  else goAround(series, step)
}

/** Lands on a row, or on the row that a sentence stands in, with the sentence in view. */
function landOn(target) {
  const row = target.closest("#statements .row[id]")
  if (!row) return
  land(row, row.dataset.change ? "change" : "statement")
  if (target !== row) target.scrollIntoView({ block: "nearest", behavior: "instant" })
}

/** A link to a row of this page moves the focus too, and never lands under the headings. */
function followed(event) {
  const link = event.target.closest("a[href*='#']")
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
  if (!link || !isPlain || event.defaultPrevented || !isHere(link)) return
  const target = document.getElementById(link.hash.slice(1))
  if (!target?.closest("#statements .row[id]")) return
  event.preventDefault()
  location.hash = link.hash
  landOn(target)
}

const isHere = link => link.pathname === location.pathname && link.search === location.search

let counted = ""

/** Takes up the page as it is: at first, and after htmx has drawn a part or, on going back, all. */
function draw() {
  document.getElementById("bar-now").hidden = false
  const said = document.getElementById("place-now").textContent, before = counted
  counted = summary()
  if (["", before].includes(said) && said !== counted) say(counted)
  drawKeys()
  drawRuns()
  drawStrip()
}

/** Keeps what had the focus, since a swap takes away what the script had set on it. An alert that
 * is drawn elsewhere means that what a key asked for was not done. */
function swapping(event) {
  const spot = place.spot()
  const then = event.detail.tasks.some(task => task.target?.id === "reading") ? afterSwap : null
  forget()
  addEventListener("htmx:after:swap", () => swapped(spot, then), { once: true })
}

function swapped(spot, then) {
  draw()
  place.stayOn(spot)
  then?.()
}

function forget() {
  afterSwap = null
}

const DOES = { "go-next": () => go("change", 1), "go-previous": () => go("change", -1) }

function summary() {
  const count = changedRows().length || place.stops("change").length
  return count === 1 ? "1 change" : `${count} changes`
}

function start() {
  listen(KEYS)
  draw()
  document.addEventListener("click", event => DOES[event.target.closest("button")?.id]?.())
  document.addEventListener("click", followed)
  document.addEventListener("pointerdown", event => place.pointAt(event.target))
  addEventListener("htmx:before:swap", swapping)
  addEventListener("htmx:error", forget)
  addEventListener("load", () => requestAnimationFrame(arrive))
}

if (document.getElementById("picker")) start()
