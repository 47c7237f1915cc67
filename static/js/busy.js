// A form that is under way is not sent a second time, and says so where that takes a moment.
// Without this file a second sending meets the server, which takes it as any stale form.

const SHOWN_AFTER = 300 // milliseconds; what is quicker needs no sign
const FREED_AFTER = 10_000 // no event tells that the reader stopped it: then it may be sent again
const timers = new WeakMap() // form -> the timer that frees it

function send(event) {
  const form = event.target
  if (form.getAttribute("method") !== "post") return
  if (form.hasAttribute("aria-busy")) {
    event.preventDefault()
    event.stopImmediatePropagation()
    return
  }
  form.setAttribute("aria-busy", "true")
  setTimeout(() => form.classList.toggle("busy", form.hasAttribute("aria-busy")), SHOWN_AFTER)
  timers.set(form, setTimeout(() => free(form), FREED_AFTER))
}

function free(form) {
  clearTimeout(timers.get(form))
  form.removeAttribute("aria-busy")
  form.classList.remove("busy")
}

document.addEventListener("submit", send, true) // before htmx hears of it
document.addEventListener("htmx:finally:request", event => {
  const form = event.target.closest?.("form")
  if (form) free(form)
})
// A page that Back brings to life again is as it was left.
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(free))
