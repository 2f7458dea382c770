// Starts what the pages can do beyond plain HTML. Each module looks for its own attributes and does nothing without them.
import { initAll } from "../vendor/nhsuk-frontend.min.js";
import { askAgain } from "./again.js";
import { keepEmergencyReady } from "./emergency_ready.js";
import { followFocus } from "./focus.js";
import { lockWhenIdle } from "./idle.js";
import { keepForms } from "./keeper.js";
import { listenForKeys } from "./keys.js";
import { hideNames } from "./names.js";
import { revealFields } from "./revealing.js";
import { runClocks } from "./timers.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
runClocks();
hideNames();
listenForKeys();
lockWhenIdle();
keepForms(document);
revealFields(document);
followFocus();
askAgain();
keepEmergencyReady();

// What a page asks again and again by itself is no sign that somebody is there, and does not keep the tablet open.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.triggeringEvent) event.detail.headers["X-Background"] = "yes";
});
document.body.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return; // the page itself, which is started above
  initAll({ scope: event.target });
  keepForms(event.target);
  revealFields(event.target);
});
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
