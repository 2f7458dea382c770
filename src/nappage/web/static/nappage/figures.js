// Shows on the drawn figures what is ticked in the list beside them. Without it the figures show what the server knew.
const zonesOf = (key) => document.querySelectorAll(`[data-zone="${CSS.escape(key)}"]`);

function show() {
  const waiting = new Set([...document.querySelectorAll("[data-later-box]:checked")].map((box) => box.dataset.laterBox));
  for (const box of document.querySelectorAll("[data-zone-box]")) {
    const key = box.dataset.zoneBox;
    for (const zone of zonesOf(key)) {
      zone.classList.toggle("figure__zone--now", box.checked && !waiting.has(key));
      zone.classList.toggle("figure__zone--later", box.checked && waiting.has(key));
    }
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-zone-box], [data-later-box]")) show();
});
document.addEventListener("reset", () => setTimeout(show));
document.body.addEventListener("htmx:load", show);
show();
