// Focus stays where the person is when htmx puts in a part of a page, or goes to what the part names as its start.
export function followFocus() {
  let last = null;
  document.body.addEventListener("htmx:beforeSwap", () => { last = document.activeElement?.id ?? null; });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const start = event.target.querySelector("[data-focus], .nhsuk-error-summary");
    if (start) return go(start);
    if (document.activeElement === document.body && last) document.getElementById(last)?.focus();
    const said = event.target.querySelector("[data-announce]");
    if (said) announce(said.dataset.announce || said.textContent.trim());
  });
  document.body.addEventListener("htmx:responseError", (event) => announce(`${event.detail.xhr.status}`));
}

export function announce(words) {
  const place = document.getElementById("announce");
  if (place) place.textContent = words;
}

function go(element) {
  if (!element.matches("a, button, input, select, textarea, [tabindex]")) element.tabIndex = -1;
  element.focus();
}
