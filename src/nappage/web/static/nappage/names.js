// Hides names behind initials on a screen that others can see. A cookie tells the server, so the next page comes hidden.
export function hideNames() {
  for (const button of document.querySelectorAll("[data-toggle-names]")) {
    button.hidden = false;
    label(button);
    button.addEventListener("click", () => {
      const hidden = document.documentElement.dataset.names !== "hidden";
      document.documentElement.dataset.names = hidden ? "hidden" : "shown";
      document.cookie = `names=${hidden ? "hidden" : "shown"}; path=/; max-age=43200; samesite=lax`;
      label(button);
    });
  }
}

function label(button) {
  const hidden = document.documentElement.dataset.names === "hidden";
  const words = hidden ? button.dataset.show : button.dataset.hide;
  button.setAttribute("aria-pressed", String(hidden));
  button.setAttribute("aria-label", words);
  button.querySelector("[data-words]").textContent = words;
}
