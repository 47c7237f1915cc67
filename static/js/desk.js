// The review desk by keyboard: one key decides a finding and leads to the next one. Without scripts
// the page's buttons and links do all of this.

import { drawKeys, listen, showKeys } from "./keys.js"
import { say } from "./say.js"

/** Every key of the desk. `key` is what it is until the reader chooses another. */
const KEYS = [
  entry("next-change", "n", "Next finding (reading: next change)", () => step(1)),
  entry("previous-change", "p", "Previous finding (reading: previous change)", () => step(-1)),
  entry("next-statement", "j", "Next finding (reading: next statement)", () => step(1)),
  entry("previous-statement", "k", "Previous finding (reading: previous statement)", () => step(-1)),
  entry("next-finding", "N", "Next undecided finding", () => toUndecided(1)),
  entry("previous-finding", "P", "Previous undecided finding", () => toUndecided(-1)),
  entry("expand", "x", "Show or hide why", why),
  entry("edit", "e", "Correct", correct),
  entry("accept", "a", "Accept", event => decide("accepted", event)),
  entry("reject", "r", "Reject", event => decide("rejected", event)),
  entry("second-look", "l", "Ask for a second look", event => decide("second look", event)),
  entry("undo", "u", "Undo your last decision", undo),
  entry("comment", "c", "Comment", comment),
  entry("viewed", "v", "Mark as viewed, or not viewed", view),
  { name: "back", key: "q", words: "Back to the list", run: back },
  { name: "help", key: "?", words: "Show all keys", run: showKeys },
]
const DID = { accepted: "Accepted.", rejected: "Rejected.", "second look": "Up for a second look." }
const CANNOT = "This cannot be done here."
const NOTHING = "There is no finding here."
const UNSAVED = "What is typed here is not saved yet: save or clear it, then go on."
const NONE_LEFT = "Nothing is left to decide here."

/** A key that works on findings: a filter may have left none. While one is being saved it waits. */
function entry(name, key, words, act) {
  const run = event => (findings().length ? act(event) : say(NOTHING))
  return { name, key, words, run: event => (sending ? waiting.push(() => run(event)) : run(event)) }
}

let last = "" // id of the finding that was last landed on
let sent = "" // id of the finding whose form was last sent, by a key or not
let afterSwap = null // what is still to be done when htmx has drawn the list as a key asked
let sending = "" // id of the form that a key sent, until htmx is done with it
let waiting = [] // what the keys pressed meanwhile are to do, in their order
const justDecided = new Set() // ids of findings that keys pressed in a row have decided

const findings = () => [...document.querySelectorAll("#desk .desk > .finding")]
const isUndecided = finding => finding.hasAttribute("data-undecided")
const headOf = finding =>
  [...finding.querySelectorAll("h2 > :not(.badge)")].map(each => each.textContent).join("")
const buttonOf = (finding, ruling) => finding.querySelector(`.decide [value="${ruling}"]`)

/** The finding with the focus, or the one last landed on, while it is in view; else the first that
 * is: who scrolls on by hand means what is seen. */
function here() {
  const at = document.activeElement.closest("#desk .finding") ?? document.getElementById(last)
  const all = findings()
  return at && isInView(at) ? at : (all.find(isBelowTop) ?? all.at(-1))
}

const isBelowTop = finding => finding.getBoundingClientRect().bottom > 90
const isInView = finding =>
  isBelowTop(finding) && finding.getBoundingClientRect().top < innerHeight - 90

/** Names the finding that the bar's buttons are about. */
function tellAtHand() {
  document.getElementById("at-hand").textContent = findings().length ? headOf(here()) : ""
}

/** Moves focus and view to a finding and says `words`. */
function land(finding, words) {
  last = finding.id
  finding.tabIndex = -1
  finding.focus({ preventScroll: true })
  finding.scrollIntoView({ block: "start", behavior: "instant" })
  tellAtHand()
  say(words)
}

function step(by) {
  const all = findings()
  const to = all[all.indexOf(here()) + (isOnOne() ? by : 0)]
  if (to) land(to, place(to))
  else if (pageLink(by)) leave(by)
  else say(by > 0 ? "This is the last finding." : "This is the first finding.")
}

function place(finding) {
  const all = findings()
  return `${all.indexOf(finding) + 1} of ${all.length} on this page. ${left()}`
}

/** Goes to the next or previous undecided one: on this page, over its border, once around. */
function toUndecided(by, done = "") {
  const all = by > 0 ? findings() : findings().reverse()
  const at = isOnOne() ? all.indexOf(here()) : -1
  const link = document.querySelector(`#desk a[data-undecided=${way(by)}]`)
  const to = all.slice(at + 1).find(isUndecided) ?? (link ? null : all.find(isUndecided))
  if (to) return land(to, `${done} ${left()}`.trim())
  if (done && waiting.length) return ignore(done)
  say(link ? done : `${done} ${NONE_LEFT}`.trim())
  if (link) go(link.href)
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

/** The link to the next or previous page; of a finding alone, to the next or previous finding. */
const pageLink = by => document.querySelector(`#desk a[rel=${way(by)}]`)
const way = by => (by > 0 ? "next" : "prev")

const isAlone = () => document.querySelector("#desk .alone")

/** Follows a page link, telling the next page where to land. */
function leave(by) {
  const url = new URL(pageLink(by).href)
  url.hash = `${by > 0 ? "first" : "last"}-finding`
  go(url)
}

/** Leads to another page, unless something typed on this one would be lost. */
function go(address) {
  const typed = [...document.querySelectorAll("#desk textarea, #desk [name=note]")].find(
    field => field.value !== field.defaultValue,
  )
  if (!typed) return location.assign(address)
  typed.focus()
  say(UNSAVED)
}

function decide(ruling, event) {
  if (event.repeat) return // a key that is held down decides one
  const finding = here()
  if (!isInView(finding)) return land(finding, place(finding)) // nobody decides what is not seen
  if (justDecided.has(finding.id)) return ignore("No other one is undecided here.")
  press(buttonOf(finding, ruling), () => {
    justDecided.add(finding.id)
    last = finding.id
    const told = document.querySelector(`#${finding.id} > .told`)
    toUndecided(1, told?.textContent ?? DID[ruling])
  })
}

function view() {
  const button = buttonOf(here(), "viewed") ?? buttonOf(here(), "not viewed")
  press(button, button?.value === "viewed" ? "Viewed." : "Not viewed.")
}

/** Undoes one's decision on the finding at hand, else the last one of this event: again and again
 * it walks back. */
function undo() {
  const button = buttonOf(here(), "undo") ?? document.querySelector("#undo-last button")
  if (!button) return say("There is no decision of yours to undo here.")
  press(button, () => {
    const back = document.getElementById(last)
    if (back) land(back, `Undone: ${headOf(back)}`)
    else say("Undone.")
  })
}

/** Presses a button that htmx sends; what comes of it is done when it is drawn. One at a time: the
 * keys pressed meanwhile wait. */
function press(button, then) {
  if (!button || button.form.hasAttribute("aria-busy")) return ignore(CANNOT)
  sending = button.form.id
  last = placeOf(button.form)
  afterSwap = typeof then === "string" ? () => land(here(), then) : then
  button.click()
}

/** Id of the finding that a form is about. */
const placeOf = form => form.dataset.at ?? form.closest(".finding")?.id ?? ""

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

function back() {
  const link = document.getElementById("back")
  if (link) link.click()
  else say("This is the list.")
}

function why() {
  const reason = here().querySelector("details.why")
  reason.open = !reason.open
  land(here(), reason.open ? reason.querySelector("p").textContent : "Closed.")
}

/** Puts who opens an answer into its field. */
function answer({ target }) {
  const summary = target.closest(".reply summary")
  if (summary) setTimeout(() => summary.parentElement.querySelector("textarea").focus())
}

/** Keeps the focus at a finding whose note or comment was sent: the next one begins empty, and what
 * had the focus may be folded up. */
function stay() {
  const finding = document.getElementById(sent)
  const at = document.activeElement
  if (!finding || (at !== document.body && at.checkVisibility())) return
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
  tellAtHand()
  const then = afterSwap
  afterSwap = null
  if (!then) {
    say(document.getElementById(sent)?.querySelector(".told")?.textContent ?? left())
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

/** Lands where the page before told: at a finding, "#first-finding" or "#last-finding". */
function arrive() {
  const told = location.hash.match(/^#(first|last)-finding$/)
  const at = findings().find(finding => `#${finding.id}` === location.hash)
  if (at) land(at, `${at.querySelector(".state").textContent}. ${left()}`)
  if (!told) return
  history.replaceState(history.state, "", location.pathname + location.search)
  const stop = findings().at(told[1] === "first" ? 0 : -1)
  if (stop) land(stop, place(stop))
  else say(left())
}

function start() {
  listen(KEYS)
  document.getElementById("bar-now").hidden = false
  say(left())
  if (isAlone()) last = findings()[0].id
  tellAtHand()
  addEventListener("scroll", () => requestAnimationFrame(tellAtHand), { passive: true })
  document.getElementById("bar-now").addEventListener("click", event => {
    const { act } = event.target.closest("[data-act]")?.dataset ?? {}
    KEYS.find(each => each.name === act)?.run(event)
  })
  document.addEventListener("click", answer)
  document.addEventListener("submit", event => {
    sent = placeOf(event.target)
  })
  addEventListener("focusin", ({ target }) => {
    if (!sending) last = target.closest("#desk .finding")?.id ?? last
    tellAtHand()
  })
  addEventListener("htmx:before:swap", swapping)
  addEventListener("htmx:finally:request", event => {
    // Only after all others have heard of it: the same form may be sent again.
    if (sending && event.detail.ctx.sourceElement.id === sending) queueMicrotask(finished)
  })
  addEventListener("load", () => requestAnimationFrame(arrive))
}

if (document.getElementById("desk")) start()
