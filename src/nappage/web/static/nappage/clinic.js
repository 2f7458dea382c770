// Starts what the pages can do beyond plain HTML. Each module looks for its own attributes and does nothing without them.
import { initAll } from "../vendor/nhsuk-frontend.min.js";
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
