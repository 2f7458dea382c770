// An answer of the server never wipes out what was typed or chosen while it was on its way: where an element says so with
// data-again="EVENT", it is not put in, and the element asks again with everything that is there now.
export function askAgain() {
  const touched = new WeakMap();
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => touched.set(target, performance.now()), true);
  }
  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => { detail.requestConfig.asked = performance.now(); });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt, asked } = detail.requestConfig;
    if (!elt.dataset.again) return;
    const fields = [...detail.target.querySelectorAll("input, select, textarea")];
    if (!fields.some((field) => (touched.get(field) ?? 0) > asked)) return;
    detail.shouldSwap = false;
    elt.dispatchEvent(new CustomEvent(elt.dataset.again, { cancelable: true }));
  });
}
