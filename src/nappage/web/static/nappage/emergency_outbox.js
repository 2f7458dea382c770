// Steps of an emergency stay on this device until the server has them, whatever happens to the network, the page or the log-in.
// Each has an id made here, so that sending it twice records it once.
const STORE = "nappage-emergency";
const FORGET_AFTER = 12 * 60 * 60 * 1000;

export function taps() {
  try {
    const limit = Date.now() - FORGET_AFTER;
    return JSON.parse(localStorage.getItem(STORE) ?? "[]").filter((tap) => !tap.saved || Date.parse(tap.at) > limit);
  } catch {
    return [];
  }
}

export function keep(tap) {
  write([...taps(), tap]);
}

function write(all) {
  localStorage.setItem(STORE, JSON.stringify(all));
  dispatchEvent(new CustomEvent("emergency:changed"));
}

export function waiting() {
  return taps().filter((tap) => tap.person && !tap.saved);
}

let sending = false;

// Sends what waits, one patient and one member at a time. A refusal keeps it: it goes again after the next log-in.
export async function send() {
  if (sending) return;
  sending = true;
  try {
    for (const lot of new Set(waiting().map(lotOf))) await sendLot(waiting().filter((tap) => lotOf(tap) === lot));
  } finally {
    sending = false;
  }
}

const lotOf = (tap) => `${tap.person} ${tap.bound ?? ""}`;

async function sendLot(lot) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (!token) return;
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token, "X-Background": "yes" };
  if (lot[0].bound) headers["X-Bound"] = lot[0].bound;
  const steps = lot.map(({ id, protocol, step, dose, at }) => ({ id, protocol, step, dose, at }));
  try {
    const answer = await fetch(`/patients/${lot[0].person}/emergency/steps/`, {
      method: "POST", headers, body: JSON.stringify({ sent: new Date().toISOString(), steps }), redirect: "manual",
    });
    if (!answer.ok) return;
    const { saved } = await answer.json();
    write(taps().map((tap) => (saved.includes(tap.id) ? { ...tap, saved: true } : tap)));
  } catch {
    // No network: it stays.
  }
}
