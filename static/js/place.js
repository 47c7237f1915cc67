// Where the reader is in the statements, how to come to another row, and saying so.

import { say } from "./say.js"

let lastRow = "" // id of the row that was last jumped to
let column = 0 // the column that was last moved to

/** What one can jump to, in reading order. Folded rows count, except when going by statement. */
const SERIES = {
  statement: "#statements :is(.row[id], .fold > details:not([open]) > summary)",
  change: "#statements .row[data-change]",
  finding: "#statements .row[data-open-findings]",
}

const region = () => document.getElementById("statements")

/** The stops of a series on this page. */
export function stops(series) {
  const found = [...document.querySelectorAll(SERIES[series])]
  return series === "statement" ? found.filter(stop => stop.checkVisibility()) : found
}

/** The row with the focus, or the one last jumped to, while it is in view; null elsewhere. */
function stopHere() {
  const focused = document.activeElement.closest("#statements :is(.row[id], summary)")
  const stop = focused?.closest(".row[id]") ?? focused ?? document.getElementById(lastRow)
  return stop && isInView(stop) ? stop : null
}

/** The row that keys work on: where one is, else the first in view. */
export function rowHere() {
  return stopHere()?.closest(".row") ?? visibleRows().find(isBelowHeads) ?? visibleRows().at(-1)
}

const visibleRows = () => stops("statement").filter(stop => stop.matches(".row"))

function isInView(stop) {
  const box = stop.getBoundingClientRect()
  const end = Math.min(innerHeight, region().getBoundingClientRect().bottom)
  return stop.checkVisibility() && isBelowHeads(stop) && box.top < end
}

const isBelowHeads = stop => stop.getBoundingClientRect().bottom > headsEnd() + 1

/** Where the column headings end: what is above cannot be seen. */
function headsEnd() {
  return Math.max(0, region().querySelector(".heads")?.getBoundingClientRect().bottom ?? 0)
}

/** The stop of the series after (step 1) or before (step -1) where one is; undefined at the end. */
export function nextStop(series, step) {
  const here = stopHere()
  const isBehind = stop => (here ? comesBefore(stop, here) : !isBelowHeads(stop))
  const all = stops(series).filter(stop => stop !== here)
  return step > 0 ? all.find(stop => !isBehind(stop)) : all.filter(isBehind).at(-1)
}

const comesBefore = (one, other) =>
  Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)

/** Moves focus and view to a row, opening the run that it is folded into, and says `words`. */
export function land(stop, words) {
  const run = stop.closest("details")
  if (run && stop.matches(".row")) run.open = true
  lastRow = stop.id
  focusOn(stop)
  bringIntoView(stop)
  say(words)
}

/** Has the keys go on from what the mouse pressed. */
export function pointAt(element) {
  lastRow = element.closest("#statements .row[id]")?.id ?? lastRow
}

/** What has the focus in the statements: the nearest id, and which cell of its row, or -1. */
export function spot() {
  const focused = document.activeElement
  const cell = focused.closest(".row > .cell")
  const at = cell ? cellsOf(cell.parentElement).indexOf(cell) : -1
  return { id: focused.closest("#statements [id]")?.id ?? "", at }
}

/** Keeps the focus after a swap, or gives it to the spot that had it before. */
export function stayOn({ id, at }) {
  const isLost = document.activeElement === document.body
  const spot = document.getElementById(id)
  const element = isLost ? (spot && cellsOf(spot)[at]) ?? spot : document.activeElement
  if (element) focusOn(element)
}

/** Goes back from a cell to its row, and to the column of the base. */
export function leaveColumn() {
  column = 0
  focusOn(rowHere())
}

function focusOn(element) {
  if (element.matches(".row, .cell")) element.tabIndex = -1
  element.focus({ preventScroll: true })
}

/** Scrolls the row below the headings, and the frame around it, if it scrolls, into the window. */
function bringIntoView(stop) {
  stop.scrollIntoView({ block: "start", inline: "nearest", behavior: "instant" })
  if (region().getBoundingClientRect().top < 0 && isScroller(region()))
    region().scrollIntoView({ block: "start", behavior: "instant" })
  pullBelowHeads(stop)
}

function pullBelowHeads(element) {
  const scroller = isScroller(region()) ? region() : document.scrollingElement
  scroller.scrollTop -= Math.max(0, headsEnd() - element.getBoundingClientRect().top)
}

const isScroller = element =>
  getComputedStyle(element).overflowY !== "visible" &&
  element.scrollHeight > element.clientHeight + 1

/** Moves the focus `step` columns on; from the row itself, to the column one was in last. */
export function moveColumn(step) {
  const row = rowHere()
  const cells = cellsOf(row)
  const at = cells.findIndex(cell => cell.contains(document.activeElement))
  column = Math.min(Math.max(at < 0 ? column : at + step, 0), cells.length - 1)
  const cell = cells[column]
  lastRow = row.id
  focusOn(cell)
  uncover(cell)
  say(`Column ${column + 1} of ${cells.length}, ${nameOf(headHere())}`)
}

/** Scrolls a cell into view, out from under the headings and the base's column, which stay put. */
function uncover(cell) {
  cell.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" })
  pullBelowHeads(cell)
  const base = cell.parentElement.querySelector(":scope > .first")
  if (!base || base === cell || !isScroller(region())) return
  const covered = base.getBoundingClientRect().right - cell.getBoundingClientRect().left
  region().scrollLeft -= Math.max(0, covered)
}

/** The heading of the focused column, or of the one last moved to. */
export function headHere() {
  const focused = document.activeElement
  return focused.closest(".head") ?? headOf(focused) ?? heads()[column]
}

/** The heading of the column that something stands in; undefined outside of cells. */
function headOf(element) {
  const cell = element.closest(".row > .cell")
  return cell ? heads()[cellsOf(cell.parentElement).indexOf(cell)] : undefined
}

const cellsOf = row => [...row.querySelectorAll(":scope > .cell")]

export const baseHead = () => heads()[0]

const heads = () => region().querySelectorAll(".heads > .head")

export const nameOf = head => head.querySelector("h3 bdi, .name").textContent
