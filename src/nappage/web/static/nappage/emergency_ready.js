// Has the page of emergencies kept on this device before it is needed, and sends steps that were tapped without a network.
import { send, waiting } from "./emergency_outbox.js";

const STORE = "nappage-emergency-renewed";
const EVERY = 10 * 60 * 1000;

export function keepEmergencyReady() {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/emergency/worker.js", { scope: "/emergency/" }).then(renew).catch(() => {});
  }
  if (waiting().length) send();
  addEventListener("online", send);
}

// The steps or the number may have changed since they were kept.
function renew(kept) {
  if (Date.now() - Number(localStorage.getItem(STORE)) < EVERY) return null;
  localStorage.setItem(STORE, String(Date.now()));
  return kept.update();
}
