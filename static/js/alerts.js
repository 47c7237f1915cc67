// What htmx could not do is said in words; what was said before goes when something else is tried.

const UNREACHED =
  "Sidebyline did not answer. See whether it still runs, then load the page again: it shows " +
  "whether this was done."
const alerts = document.getElementById("alerts")

/** Whether the page asks by itself, again and again: then what is said stays, and is said once. */
const isPoll = event => event.detail.ctx.sourceElement.matches?.("[hx-trigger^=every]")

document.addEventListener("htmx:before:request", event => {
  if (!isPoll(event)) alerts.replaceChildren()
})
document.addEventListener("htmx:error", event => {
  if (!event.detail.ctx || event.detail.ctx.response) return
  if (isPoll(event) && alerts.hasChildNodes()) return
  const alert = document.createElement("div")
  alert.className = "alert"
  alert.textContent = UNREACHED
  alerts.replaceChildren(alert)
})
