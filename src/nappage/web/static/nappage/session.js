// Charting at the chair: few taps, nothing lost. Each pass goes into the journal first; the page shows what is saved and what
// is not. Without this script, or without a journal on this device, the same form is sent as it is.
import { announce } from "./focus.js";
import { openJournal, sender } from "./journal.js";

const form = document.querySelector("form[data-pass]");
const saving = document.querySelector("[data-saving]");
const NOT_TYPED = ["csrfmiddlewaretoken", "bound", "id", "ago"];

if (saving) start();

async function start() {
  if (form) readySteps();
  if (form) followZone();
  const journal = await openJournal(saving.dataset.visit).catch(() => null);
  if (!journal) return; // none on this device: the plain form does the same
  const sending = sender(journal, post, (waiting, what) => show(sending, waiting, what));
  form?.addEventListener("submit", (event) => { event.preventDefault(); chart(sending); });
  addEventListener("online", () => sending.flush());
  document.addEventListener("visibilitychange", () => document.hidden || sending.flush());
  // Another tablet's passes come in by themselves, but not under somebody's finger, and not without a network.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!navigator.onLine || document.activeElement?.closest("#charted, #copies")) event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSettle", async () => show(sending, await journal.all(), {}));
  const left = await journal.all();
  if (left.length) greet(left);
  show(sending, left, { word: "" });
  await sending.flush();
  saving.dataset.ready = "yes";
}

// -- the form ---------------------------------------------------------------------------------------------------------

function typed() {
  const said = new FormData(form);
  NOT_TYPED.forEach((name) => said.delete(name));
  return Object.fromEntries(said);
}

async function chart(sending) {
  if (isLacking()) return;
  const said = typed(), count = form.elements.punctures;
  if (!form.querySelector("[data-point]")) {
    offerAsLast(said.punctures);
    count.value = "";
  }
  await sending.chart(said);
}

// What was left blank is said in the server's words, each a link to its field.
function isLacking() {
  const told = document.querySelector("[data-lacking]"), items = [...told.querySelectorAll("li")];
  for (const item of items) {
    const field = form.querySelector(item.querySelector("a").hash);
    item.hidden = field.value.trim() !== "";
    field.setAttribute("aria-invalid", !item.hidden);
  }
  told.hidden = items.every((item) => item.hidden);
  if (!told.hidden) told.focus();
  return !told.hidden;
}

function readySteps() {
  const steps = form.querySelector("[data-steps]");
  if (!steps) return;
  const count = form.elements.punctures;
  steps.hidden = false;
  offerAsLast(steps.querySelector("[data-set]").dataset.set);
  steps.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-add], [data-set]");
    if (!step) return;
    const now = Number.parseInt(count.value, 10) || 0;
    count.value = String(step.dataset.add ? Math.max(now + Number(step.dataset.add), 0) : step.dataset.set);
    count.removeAttribute("aria-invalid");
    announce(count.value);
  });
}

function offerAsLast(punctures) {
  const last = form.querySelector("[data-set]");
  if (!last || !punctures) return;
  last.dataset.set = punctures;
  last.querySelector("[data-set-words]").textContent = punctures;
  last.hidden = false;
}

function followZone() {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "site") return;
    for (const drawn of form.querySelectorAll("[data-zone]")) drawn.hidden = drawn.dataset.zone !== event.target.value;
  });
}

// -- sending ----------------------------------------------------------------------------------------------------------

async function post(pass) {
  const answered = await fetch(saving.dataset.url, {
    method: "POST",
    redirect: "manual",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
      "X-Bound": saving.dataset.bound,
    },
    body: JSON.stringify(pass),
  });
  // A door that closed meanwhile answers with a page or a way to one: nothing was saved.
  const isAnswer = answered.headers.get("Content-Type")?.startsWith("application/json");
  if (!isAnswer) return { status: answered.status >= 500 ? answered.status : 403, answer: {} };
  return { status: answered.status, answer: await answered.json() };
}

// -- what is shown ----------------------------------------------------------------------------------------------------

function show(sending, waiting, { word, answer }) {
  if (answer?.html) takeIn(answer);
  const saved = counted("passes"), all = saved + waiting.length;
  say(saving.querySelector("[data-count]"), all ? fill(saving.dataset.wordsSaved, { n: saved, all }) : saving.dataset.wordsNone);
  say(saving.querySelector("[data-waiting]"), waiting.length ? fill(saving.dataset.wordsWaiting, { n: waiting.length }) : "");
  saving.querySelector(".mark").hidden = waiting.length > 0 || !all;
  const words = { offline: saving.dataset.wordsOffline, locked: saving.dataset.wordsLocked, "": "" }[word];
  if (words !== undefined) say(saving.querySelector("[data-word]"), words);
  const list = saving.querySelector("[data-list]");
  list.replaceChildren(...grouped(waiting).map((group) => row(sending, group)));
  list.hidden = !waiting.length;
  const shown = counted("punctures") + waiting.reduce((sum, one) => sum + Number(one.typed.punctures), 0);
  const points = document.querySelector("[data-point-count]"), signing = document.querySelector("#sign");
  if (points) points.textContent = String(shown);
  // The server signs only what this device shows; what waits here is shown, and is not there.
  if (signing) [signing.elements.passes.value, signing.elements.punctures.value] = [all, shown];
}

function counted(what) {
  return Number(document.querySelector("#charted").dataset[what]);
}

function takeIn(answer) {
  const came = document.createRange().createContextualFragment(answer.html);
  for (const id of ["halted", "copies", "charted", "totals"]) {
    const here = document.getElementById(id), there = came.querySelector(`#${id}`);
    if (here && there) here.replaceWith(there);
  }
}

// After a reload: what the server has confirmed, and what this tablet still holds.
function greet(left) {
  const greeting = saving.querySelector("[data-greeting]"), values = { n: counted("punctures"), waiting: left.length };
  greeting.querySelector("p").textContent = fill(saving.dataset.wordsGreeting, values);
  greeting.querySelector("button").addEventListener("click", () => { greeting.hidden = true; });
  greeting.hidden = false;
}

// Points of one zone are one line, so that a hundred of them do not fill the screen; what was refused has its own.
function grouped(waiting) {
  const groups = new Map();
  for (const pass of waiting) {
    const isPoint = pass.typed.punctures === "1" && !pass.refused;
    const key = isPoint ? `points ${pass.typed.site} ${pass.typed.volume}` : pass.id;
    groups.set(key, [...(groups.get(key) ?? []), pass]);
  }
  return [...groups.values()];
}

function row(sending, group) {
  const [pass] = group, line = made("li");
  const count = group.reduce((sum, one) => sum + Number(one.typed.punctures), 0);
  const zone = form?.querySelector(`[name=site][value="${CSS.escape(pass.typed.site)}"]`);
  const textContent = `${zone?.labels[0]?.textContent ?? pass.typed.site}: ${count} × ${pass.typed.volume} mL`;
  line.append(made("p", { className: "grow", textContent }));
  if (pass.refused) line.append(...refusal(sending, pass));
  return line;
}

function refusal(sending, pass) {
  const why = made("div", { className: "refused" }), tell = saving.dataset;
  form?.querySelector("[data-set]")?.setAttribute("hidden", "");
  why.append(...(pass.refused.faults ?? []).map(faultLine));
  if (pass.refused.theirs) why.append(document.createRange().createContextualFragment(pass.refused.theirs));
  return [why, button(tell.wordsAgain, () => sending.sendAgain(pass.id)), button(tell.wordsOff, () => sending.takeOff(pass.id))];
}

// One fault in its parts; the thing is a link to the field in which it is mended. What a rule refuses, its own sentence says.
function faultLine(fault) {
  const line = made("p"), href = fault.id && `#${fault.id}`;
  const words = fault.expected ? saving.dataset.wordsFault : "{found}. {remedy}";
  line.append(made(href ? "a" : "strong", { href, textContent: fault.thing }), ` ${fill(words, fault)}`);
  return line;
}

function button(words, act) {
  const pressed = made("button", { type: "button", className: "nhsuk-button nhsuk-button--secondary", textContent: words });
  pressed.addEventListener("click", act);
  return pressed;
}

function made(name, given) {
  return Object.assign(document.createElement(name), given);
}

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
  element.hidden = !words;
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
}
