// Selects the new share link, so that one key copies it. Without this file it is selected by hand.
const link = document.getElementById("link")
link.addEventListener("focus", () => link.select())
link.focus()
link.select()
