// Tells the page that shows this one in a frame how high it is. Only pages named in the link's own
// list are told; any other learns nothing, and the browser shows it nothing either.
const hosts = document.body.dataset.hosts.split(" ")

/** The origin of the page around the frame, "" where it is not told or not on the list. */
function origin() {
  try {
    const found = new URL(document.referrer).origin
    return hosts.includes(found) ? found : ""
  } catch {
    return ""
  }
}

const host = origin()
if (host && parent !== window) {
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height)
    parent.postMessage({ sidebyline: "height", height }, host)
  }
  new ResizeObserver(tell).observe(document.body)
  addEventListener("load", tell)
}
