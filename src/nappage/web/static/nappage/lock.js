// The lock screen: what was typed and sent while it was locked was not taken, so it is kept for when its writer is back.
import { keepEmergencyReady } from "./emergency_ready.js";
import { keepUnsent } from "./keeper.js";

keepEmergencyReady();
keepUnsent();
for (const choice of document.querySelectorAll("#unlock [name=member]")) {
  choice.addEventListener("change", () => document.querySelector("#unlock [name=secret]").focus());
}
