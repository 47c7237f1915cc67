// Keys that do things: which key does what, switched off or given another key by the reader.
// A page hands its table to `listen`, more than once if need be. An entry is data, {name, key,
// words}, and what it does, {run}. The dialog's list is made from the table.

const KEPT_UNDER = "sidebyline.keys"

const table = []
const chosen = kept()
let waiting = null // the entry that takes the next key pressed

/** Takes up the keys of `entries` and shows them in the dialog. */
export function listen(entries) {
  table.push(...entries)
  drawKeys()
}

/** Opens the dialog that lists all keys. */
export function showKeys() {
  document.getElementById("keys").showModal()
}

function pressed(event) {
  if (waiting) return give(event)
  if (chosen.off || !isOurs(event)) return
  const entry = table.find(each => keyOf(each) === event.key)
  if (!entry) return
  event.preventDefault()
  entry.run(event)
}

/** Whether a key press may be meant for us: not while writing, not with a modifier, not under a
 * dialog or popover. AltGr only reaches signs that a keyboard has no key for. */
function isOurs(event) {
  const { target } = event
  const held = event.ctrlKey || event.altKey || event.metaKey
  if ((held && !event.getModifierState("AltGraph")) || event.isComposing) return false
  if (event.defaultPrevented || target.isContentEditable) return false
  if (target.matches("input, select, textarea")) return false
  return !document.querySelector("dialog[open], :popover-open")
}

/** The key chosen for it, unless that is another one's at first on this page: on another page,
 * where it was chosen, it was free. */
const keyOf = entry => {
  const own = chosen.keys[entry.name]
  const isTaken = each => each !== entry && each.key === own && !chosen.keys[each.name]
  return own && !table.some(isTaken) ? own : entry.key
}

/** Gives the pressed key to the waiting entry, or says why not. Escape and Tab leave all as is. */
function give(event) {
  const { key } = event
  if (["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Dead"].includes(key)) return
  if (key !== "Tab") event.preventDefault()
  const objection = objectionTo(key)
  if (objection) return said(objection)
  if (key !== "Tab" && key !== "Escape") assign(waiting, key)
  else said("")
  waiting = null
  drawKeys()
}

function objectionTo(key) {
  if (key === "Tab" || key === "Escape") return ""
  if ([...key].length !== 1 || key === " ")
    return "Only a letter, a digit or a sign can be a key. Press another one."
  const other = table.find(each => each !== waiting && keyOf(each) === key)
  return other ? `“${key}” is taken: ${other.words}. Press another one.` : ""
}

function assign(entry, key) {
  if (key === entry.key) delete chosen.keys[entry.name]
  else chosen.keys[entry.name] = key
  keep()
  said(`${entry.words}: ${key}`)
}

/** Shows the table as it is now, in the dialog and wherever a key is named. */
export function drawKeys() {
  table.forEach(drawLine)
  for (const shown of document.querySelectorAll("kbd[data-key]")) {
    const entry = table.find(each => each.name === shown.dataset.key)
    shown.textContent = entry ? keyOf(entry) : ""
    shown.hidden = !entry || chosen.off
  }
  for (const button of document.querySelectorAll("[data-keys=switch]"))
    button.textContent = chosen.off ? "Switch keys on" : "Switch keys off"
}

function drawLine(entry) {
  const button = document.getElementById(`key-${entry.name}`) ?? newLine(entry)
  button.textContent = entry === waiting ? "Press a key" : keyOf(entry)
  button.setAttribute("aria-label", `${entry.words}: ${button.textContent}. Change the key`)
}

/** A line for the entry in the dialog; gives back its button. */
function newLine(entry) {
  const line = document.createElement("li")
  const button = document.createElement("button")
  button.type = "button"
  button.className = "quiet"
  button.id = `key-${entry.name}`
  button.addEventListener("click", () => wait(entry))
  line.append(button, ` ${entry.words}`)
  document.getElementById("keys-list").append(line)
  return button
}

function wait(entry) {
  waiting = entry
  said(`Press the new key for: ${entry.words}. Esc leaves it as it is.`)
  drawKeys()
}

function stopWaiting() {
  if (!waiting) return
  waiting = null
  drawKeys()
}

function turn() {
  chosen.off = !chosen.off
  keep()
  drawKeys()
  said(chosen.off ? "Keys are off." : "Keys are on.")
}

function reset() {
  chosen.keys = {}
  keep()
  drawKeys()
  said("Every key is as it was at first.")
}

/** Says something where it is heard: what is outside of an open dialog is silent. */
function said(words) {
  const place = document.getElementById("keys").open ? "keys-said" : "place-now"
  document.getElementById(place).textContent = words
}

/** What was chosen earlier. Without a storage that may be read, nothing. */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT_UNDER)) ?? {}
    return { off: found.off === true, keys: { ...found.keys } }
  } catch {
    return { off: false, keys: {} }
  }
}

/** Keeps the choice for the next page; a browser that refuses keeps it until this one ends. */
function keep() {
  try {
    localStorage.setItem(KEPT_UNDER, JSON.stringify(chosen))
  } catch {
    // private mode or a full disk: the keys work all the same
  }
}

const DOES = { switch: turn, reset, show: showKeys }

document.addEventListener("keydown", pressed)
document.addEventListener("click", event => {
  DOES[event.target.closest("[data-keys]")?.dataset.keys]?.()
})
document.addEventListener("focusout", stopWaiting)
document.addEventListener("close", stopWaiting, true) // a clicked button has no focus in Safari
