// Locks a shared tablet that nobody touches: the lock form of the page is sent after `data-idle-after` seconds, in whichever
// tab somebody was last. The server locks by itself too; this only makes the screen say so in time.
const STORE = "nappage-touched";
const NOTICE = 20;
const TELL_EVERY = 20 * 1000;

export function lockWhenIdle() {
  const after = Number(document.body.dataset.idleAfter), form = document.querySelector("#lock-form");
  if (!after || !form) return;
  const notice = document.querySelector("[data-idle-notice]");
  let sent = false, told = Date.now();
  const lock = () => {
    sent = true;
    form.requestSubmit(form.querySelector("[value=stay]"));
  };
  // Somebody who writes for minutes sends nothing; the server hears of them all the same.
  const tell = async () => {
    if (Date.now() - told < TELL_EVERY || sent) return;
    told = Date.now();
    const token = new FormData(form).get("csrfmiddlewaretoken");
    const answer = await fetch(form.dataset.here, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } }).catch(() => null);
    if (answer?.status === 423 && !sent) lock();
  };
  touch();
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, throttled(() => { touch(); tell(); }), { passive: true });
  }
  const look = () => {
    const idle = (Date.now() - Number(localStorage.getItem(STORE))) / 1000;
    if (notice) notice.hidden = idle < after - NOTICE;
    if (idle >= after && !sent) lock();
  };
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
}

function touch() {
  localStorage.setItem(STORE, String(Date.now()));
}

function throttled(act) {
  let last = 0;
  return () => {
    if (Date.now() - last < 500) return;
    last = Date.now();
    act();
  };
}
