// The review desk by keyboard: one key decides a finding and leads to the next one. Without scripts
// the page's buttons and links do all of this.

import { drawKeys, listen, showKeys } from "./keys.js"
import { say } from "./say.js"

/** Every key of the desk. `key` is what it is until the reader chooses another. */
const KEYS = [
  entry("next-row", "j", "Next finding", () => step(1)),
  entry("previous-row", "k", "Previous finding", () => step(-1)),
  entry("next-finding", "N", "Next undecided finding", () => toUndecided(1)),
  entry("previous-finding", "P", "Previous undecided finding", () => toUndecided(-1)),
  entry("accept", "a", "Accept", event => decide("accepted", event)),
  entry("reject", "r", "Reject", event => decide("rejected", event)),
  entry("edit", "e", "Correct", correct),
  entry("second-look", "l", "Ask for a second look", event => decide("second look", event)),
  entry("undo", "u", "Undo your last decision", undo),
  entry("comment", "c", "Comment", comment),
  entry("viewed", "v", "Mark as viewed, or not viewed", view),
  entry("expand", "x", "Show or hide why", why),
  { name: "help", key: "?", words: "Show all keys", run: showKeys },
]
const DID = { accepted: "Accepted.", rejected: "Rejected.", "second look": "Up for a second look." }
const CANNOT = "This cannot be done here."
const NOTHING = "There is no finding here."
const LEADS_ON = "All on this page are decided. The key for the next one leads on."

/** A key that works on findings: a filter may have left none. While one is being saved it waits. */
function entry(name, key, words, act) {
  const run = event => (findings().length ? act(event) : say(NOTHING))
  return { name, key, words, run: event => (sending ? waiting.push(() => run(event)) : run(event)) }
}

let last = "" // id of the finding that was last landed on
let lastDecided = "" // id of the one that was last decided by a key
let sent = "" // id of the finding whose form was last sent, by a key or not
let afterSwap = null // what is still to be done when htmx has drawn the list as a key asked
let sending = "" // id of the form that a key sent, until htmx is done with it
let waiting = [] // what the keys pressed meanwhile are to do, in their order
const justDecided = new Set() // ids of findings that keys pressed in a row have decided

const findings = () => [...document.querySelectorAll("#desk .desk > .finding")]
const isUndecided = finding => finding.hasAttribute("data-undecided")
const headOf = finding => finding.querySelector("h2").textContent.trim()
const buttonOf = (finding, ruling) => finding.querySelector(`.decide [value="${ruling}"]`)

/** The finding with the focus, or the one last landed on, else the first in view. */
function here() {
  const focused = document.activeElement.closest("#desk .finding")
  const all = findings()
  return focused ?? document.getElementById(last) ?? all.find(isBelowTop) ?? all.at(-1)
}

const isBelowTop = finding => finding.getBoundingClientRect().bottom > 40

/** Moves focus and view to a finding and says `words`. */
function land(finding, words) {
  last = finding.id
  finding.tabIndex = -1
  finding.focus({ preventScroll: true })
  finding.scrollIntoView({ block: "start", behavior: "instant" })
  say(words)
}

function step(by) {
  const all = findings()
  const to = all[all.indexOf(here()) + (isOnOne() ? by : 0)]
  if (to) land(to, place(to))
  else if (pageLink(by)) leave(by, "finding")
  else say(by > 0 ? "This is the last finding." : "This is the first finding.")
}

function place(finding) {
  const all = findings()
  return `Finding ${all.indexOf(finding) + 1} of ${all.length}, ${headOf(finding)}`
}

/** Goes to the next or previous undecided one: on this page, over its border, once around. */
function toUndecided(by, done = "") {
  const to = nextUndecided(by)
  if (to) return land(to, `${done} ${left()}`.trim())
  if (done && waiting.length) return ignore(done)
  if (done) return say(`${done} ${pageLink(1) ? LEADS_ON : left()}`)
  if (pageLink(by)) leave(by, "undecided")
  else say(left())
}

function nextUndecided(by) {
  const all = findings()
  if (!isOnOne()) return all.find(isUndecided)
  const at = all.indexOf(here())
  const round = [...all.slice(at + 1), ...all.slice(0, at)]
  return by > 0 ? round.find(isUndecided) : round.findLast(isUndecided)
}

/** Whether one has been at a finding: at first one is above them all. */
const isOnOne = () =>
  document.activeElement.closest("#desk .finding") || document.getElementById(last)

/** How many are left to decide, in the list's own words: "12 undecided." */
const left = () => document.getElementById("desk").dataset.left

/** Forgets the keys that wait: what they were meant for is not there, or was not seen. */
function ignore(why) {
  const count = waiting.length
  waiting = []
  say(count ? `${why} Keys pressed since were ignored: ${count}.` : why)
}

const pageLink = by => document.querySelector(`#desk a[rel=${by > 0 ? "next" : "prev"}]`)

/** Follows a page link, telling the next page where to land. */
function leave(by, what) {
  const url = new URL(pageLink(by).href)
  url.hash = `${by > 0 ? "first" : "last"}-${what}`
  location.assign(url)
}

function decide(ruling, event) {
  if (event.repeat) return // a key that is held down decides one
  const finding = here()
  if (justDecided.has(finding.id)) return ignore("No other one is undecided here.")
  press(buttonOf(finding, ruling), () => {
    justDecided.add(finding.id)
    lastDecided = finding.id
    last = finding.id
    const told = document.querySelector(`#${finding.id} > .told`)
    toUndecided(1, told?.textContent ?? DID[ruling])
  })
}

function view() {
  const button = buttonOf(here(), "viewed") ?? buttonOf(here(), "not viewed")
  press(button, button?.value === "viewed" ? "Viewed." : "Not viewed.")
}

function undo() {
  const both = [here(), document.getElementById(lastDecided)]
  const finding = both.find(each => each && buttonOf(each, "undo"))
  if (!finding) return say("There is no decision of yours to undo here.")
  press(buttonOf(finding, "undo"), () => {
    const back = document.getElementById(finding.id)
    if (back) land(back, `Undone: ${headOf(back)}`)
  })
}

/** Presses a button that htmx sends; what comes of it is done when it is drawn. One at a time: the
 * keys pressed meanwhile wait. */
function press(button, then) {
  if (!button || button.form.hasAttribute("aria-busy")) return ignore(CANNOT)
  sending = button.form.id
  last = button.closest(".finding").id
  afterSwap = typeof then === "string" ? () => land(here(), then) : then
  button.click()
}

function correct() {
  const link = here().querySelector("a.correct")
  if (link) link.click()
  else say(CANNOT)
}

function comment() {
  const talk = here().querySelector(".talk details")
  if (!talk) return say(CANNOT)
  last = here().id
  talk.open = true
  const field = talk.querySelector(".say:last-of-type textarea") ?? talk.querySelector("textarea")
  field?.focus()
}

function why() {
  const reason = here().querySelector("details.why")
  reason.open = !reason.open
  land(here(), reason.open ? reason.querySelector("p").textContent : "Closed.")
}

/** Keeps the focus at a finding whose note was sent: the next note begins empty. */
function stay() {
  const finding = document.getElementById(sent)
  if (!finding || document.activeElement !== document.body) return
  finding.tabIndex = -1
  finding.focus({ preventScroll: true })
}

/** Waits for the list that a key asked for; what is polled is drawn beside it. */
function swapping(event) {
  if (!event.detail.tasks.some(task => task.target?.id === "desk")) return
  addEventListener("htmx:after:swap", swapped, { once: true })
}

/** Lands on what a refused decision has to say, or goes on. */
function swapped() {
  drawKeys()
  const then = afterSwap
  afterSwap = null
  if (!then) {
    say(left())
    return stay()
  }
  const alert = document.getElementById(last)?.querySelector(".alert")
  if (!alert) return then()
  alert.focus()
  ignore("Nothing was saved: see what is said at the finding.")
}

/** Goes on with the keys that waited, also where nothing was drawn: then they are forgotten. */
function finished() {
  sending = ""
  if (afterSwap) ignore("This was not saved.")
  afterSwap = null
  while (waiting.length && !sending) waiting.shift()()
  if (!sending) justDecided.clear()
}

/** Lands where the page before told: "#first-undecided", "#last-finding". */
function arrive() {
  const told = location.hash.match(/^#(first|last)-(undecided|finding)$/)
  if (!told) return
  history.replaceState(history.state, "", location.pathname + location.search)
  const stops = told[2] === "finding" ? findings() : findings().filter(isUndecided)
  const stop = stops.at(told[1] === "first" ? 0 : -1)
  if (stop) land(stop, `${place(stop)}. ${left()}`)
  else say(left())
}

function start() {
  listen(KEYS)
  document.getElementById("bar-now").hidden = false
  say(left())
  document.getElementById("go-next").addEventListener("click", () => toUndecided(1))
  document.addEventListener("submit", event => {
    sent = event.target.closest(".finding")?.id ?? ""
  })
  addEventListener("htmx:before:swap", swapping)
  addEventListener("htmx:finally:request", event => {
    // Only after all others have heard of it: the same form may be sent again.
    if (sending && event.detail.ctx.sourceElement.id === sending) queueMicrotask(finished)
  })
  addEventListener("load", () => requestAnimationFrame(arrive))
}

if (document.getElementById("desk")) start()
