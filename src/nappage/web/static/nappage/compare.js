// Two photos over each other, with an edge between them that is moved; without script they stand side by side.
for (const pair of document.querySelectorAll("[data-compare]")) {
  const slide = pair.querySelector("[data-compare-slide]");
  const set = () => { pair.dataset.edge = Math.round(slide.value / 2); };
  slide.addEventListener("input", set);
  slide.closest("label").hidden = false;
  pair.classList.add("compare--slider");
  set();
}
