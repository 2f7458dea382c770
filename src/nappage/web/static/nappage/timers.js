// Clocks and timers count on after the page was made. Each timer keeps its words from the server.
import { announce } from "./focus.js";
import { now } from "./server_time.js";

const MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

export function runClocks() {
  tick();
  setInterval(tick, 1000);
}

export function spanWords(seconds) {
  const days = Math.floor(seconds / DAY), hours = Math.floor((seconds % DAY) / HOUR), minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${String(minutes).padStart(2, "0")} min`;
  return minutes ? `${minutes} min` : `${seconds % MINUTE} s`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) showTime(clock);
  for (const timer of document.querySelectorAll("[data-timer]")) showLeft(timer);
}

function showTime(clock) {
  const text = clockText(clock.dataset.zone);
  if (text && clock.textContent !== text) clock.textContent = text;
}

function clockText(zone) {
  try {
    const part = (options) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, ...options }).format(now());
    const [weekday, day, month] = ["weekday", "day", "month"].map((name) => part({ [name]: name === "day" ? "numeric" : "short" }));
    return `${weekday} ${day} ${month}, ${part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}`;
  } catch {
    return ""; // an unknown zone: the time that the server wrote stays
  }
}

function showLeft(timer) {
  const left = Math.ceil((Date.parse(timer.dataset.until) - now()) / 1000);
  const state = left > 0 ? "running" : "due";
  if (state !== timer.dataset.state) {
    timer.dataset.state = state;
    announce(`${timer.querySelector(".timer__label").textContent.trim()}: ${wording(timer, left)}`);
    timer.dispatchEvent(new CustomEvent("timer:due", { bubbles: true }));
  }
  const shown = timer.querySelector("[data-left]"), text = wording(timer, left);
  if (shown.textContent !== text) shown.textContent = text;
}

function wording(timer, left) {
  const words = timer.querySelector("[data-left]").dataset;
  // What is left is rounded up, so that nothing is told to be sooner than it is.
  const shown = left > MINUTE ? Math.ceil(left / MINUTE) * MINUTE : Math.abs(left);
  return (left > 0 ? words.in : words.due).replace("{span}", spanWords(shown));
}
