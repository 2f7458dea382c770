// Keeps what is typed in a form with data-keep="KEY" until the server has it: after a reload, a lost network or a lock it is
// there again, for the same member only, in this tab only. Secrets, files and tokens are never kept.
const PREFIX = `nappage-kept:${document.body.dataset.member ?? ""}:`;
const NEVER = "[type=password], [type=file], [type=hidden], [name=csrfmiddlewaretoken], [autocomplete=one-time-code]";

export function keepForms(scope) {
  forgetOthers();
  for (const form of scope.querySelectorAll("form[data-keep]")) keep(form);
  for (const form of scope.querySelectorAll("form[data-forget]")) form.addEventListener("submit", () => sessionStorage.clear());
}

// A form that was sent and whose page moved on has arrived: what was kept of it goes. A page on which nobody is there (a
// refusal, the question who signs) says nothing about arrival; a refusal says that it has not.
function forgetOthers() {
  if (!document.body.dataset.member) {
    if (document.querySelector(".refusal")) keepUnsent();
    document.querySelector("[data-unsent]")?.addEventListener("click", keepUnsent);
    return;
  }
  const moved = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith("nappage-kept:"))) {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    const here = document.querySelector(`form[data-keep="${CSS.escape(key.slice(PREFIX.length))}"]`);
    if (!key.startsWith(PREFIX) || (kept.sent && moved && !here?.querySelector(".nhsuk-error-summary, [aria-invalid]"))) {
      sessionStorage.removeItem(key);
    }
  }
}

// Says of everything kept that it was not taken, so that it is offered again where it was typed.
export function keepUnsent() {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith("nappage-kept:"))) {
    sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)), sent: false }));
  }
}

function keep(form) {
  if (form.dataset.kept) return;
  form.dataset.kept = "yes";
  const key = PREFIX + form.dataset.keep;
  const first = JSON.stringify(typedIn(form));
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept && JSON.stringify(kept.typed) !== first) restore(form, kept.typed, () => sessionStorage.removeItem(key));
  const save = (sent) => {
    const typed = typedIn(form);
    if (JSON.stringify(typed) === first) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ typed, sent }));
  };
  form.addEventListener("input", () => save(false));
  form.addEventListener("submit", () => save(true));
  form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && sessionStorage.removeItem(key));
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !field.matches(NEVER) && field.matches("input, select, textarea"));
}

function typedIn(form) {
  return fields(form).map((field) => [field.name, field.value, field.checked ?? null]);
}

function restore(form, typed, forget) {
  for (const [name, value, checked] of typed) {
    const field = fields(form).find((one) => one.name === name && (checked === null || !one.matches("[type=radio], [type=checkbox]") || one.value === value));
    if (!field) continue;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = checked;
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const words = document.querySelector("[data-kept-words]")?.dataset;
  const note = document.createElement("div"), text = document.createElement("p"), discard = document.createElement("button");
  note.className = "kept";
  text.textContent = words?.restored ?? "What you typed before is here again, not saved yet.";
  discard.type = "button";
  discard.textContent = words?.discard ?? "Discard it";
  discard.addEventListener("click", () => { forget(); form.reset(); note.remove(); });
  note.append(text, discard);
  form.prepend(note);
}
