// Keys that a page offers: whatever carries data-keys="g t" is pressed by typing them; "?" lists them. They can be turned off.
const STORE = "nappage-keys-off";
const PATIENCE = 1200;

export function listenForKeys() {
  const dialog = document.querySelector("[data-shortcuts]");
  if (!dialog) return;
  let typed = "", last = 0;
  const isOff = () => localStorage.getItem(STORE) === "yes";
  const turn = dialog.querySelector("[data-shortcut-switch]");
  turn.checked = !isOff();
  turn.addEventListener("change", () => localStorage.setItem(STORE, turn.checked ? "no" : "yes"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.open) return;
    if (event.key === "?") return list(dialog);
    if (isOff() || event.key.length !== 1) return;
    typed = event.timeStamp - last < PATIENCE ? `${typed} ${event.key}`.trim() : event.key;
    last = event.timeStamp;
    const found = offered().get(typed) ?? offered().get(event.key);
    if (!found) return;
    event.preventDefault();
    typed = "";
    if (found.matches("input, textarea, select")) found.focus();
    else found.click();
  });
}

function isTyping(target) {
  return target.closest("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]") !== null;
}

function offered() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-keys]")) {
    if (!found.has(element.dataset.keys) && !element.hidden) found.set(element.dataset.keys, element);
  }
  return found;
}

function list(dialog) {
  const rows = [...offered()].map(([keys, element]) => {
    const term = document.createElement("dt"), words = document.createElement("dd");
    term.append(...keys.split(" ").flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]));
    words.textContent = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent.trim();
    return [term, words];
  });
  dialog.querySelector("[data-shortcut-list]").replaceChildren(...rows.flat());
  dialog.showModal();
}
