// The page of an emergency: each tap is written down with its time at once, here; and sent when there is somebody to send it to.
import { keep, send, taps, waiting } from "./emergency_outbox.js";
import { newId } from "./new_id.js";

const here = document.querySelector("[data-emergency]");
const person = here.dataset.person || new URLSearchParams(location.search).get("person") || "";
const shownSince = Date.now() - 6 * 60 * 60 * 1000;

for (const step of document.querySelectorAll("[data-step]")) {
  const form = step.closest("form");
  step.disabled = false;
  if (form) form.addEventListener("submit", (event) => { event.preventDefault(); tap(step); });
  else step.addEventListener("click", () => tap(step));
}
addEventListener("emergency:changed", show);
addEventListener("online", send);
addEventListener("storage", show);
setInterval(show, 1000);
setInterval(send, 15000);
show();
send();

function tap(step) {
  const { protocol, step: act, dose } = step.dataset;
  keep({ id: newId(), person, bound: here.dataset.bound || "", protocol, step: act, dose: dose || "", at: new Date().toISOString(), saved: false });
  send();
}

function show() {
  const mine = taps().filter((tap) => tap.person === person && Date.parse(tap.at) > shownSince);
  for (const step of document.querySelectorAll("[data-step]")) {
    const { protocol, step: act, dose } = step.dataset;
    const done = mine.filter((tap) => tap.protocol === protocol && tap.step === act && tap.dose === (dose || ""));
    say(step.querySelector("[data-times]"), done.map((tap) => clock(tap.at)).join(", "));
    step.classList.toggle("tap--done", done.length > 0);
    showWait(step, mine.filter((tap) => tap.protocol === protocol));
  }
  showState();
}

// "After 5 minutes" counts from the step before it.
function showWait(step, mine) {
  const seconds = Number(step.dataset.seconds), place = step.querySelector("[data-wait]");
  if (!seconds || !place) return;
  const before = step.closest("li").previousElementSibling?.querySelector("[data-step]")?.dataset.step;
  const last = mine.filter((tap) => tap.step === before).at(-1);
  const own = mine.filter((tap) => tap.step === step.dataset.step).at(-1);
  const from = [last, own].filter(Boolean).map((tap) => Date.parse(tap.at)).sort((a, b) => a - b).at(-1);
  if (!from) return;
  const left = Math.ceil((from + seconds * 1000 - Date.now()) / 1000);
  say(place, left > 0 ? `${place.dataset.in} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : place.dataset.due);
  step.classList.toggle("tap--due", left <= 0);
}

function showState() {
  const place = document.querySelector("[data-state]");
  if (!place) return;
  const count = waiting().filter((tap) => tap.person === person).length;
  place.hidden = !person || !taps().some((tap) => tap.person === person);
  place.classList.toggle("saved--waiting", count > 0);
  say(place, count ? place.dataset.waiting.replace("{n}", count) : place.dataset.saved);
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function clock(at) {
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(at));
}
