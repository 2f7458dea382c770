// Shows what a passkey needs only where the browser has it, and says in words when none was used.
for (const place of document.querySelectorAll("[data-passkeys]")) place.hidden = !window.PublicKeyCredential;

for (const form of document.querySelectorAll("[data-passkey]")) {
  const { passkey, options, ...ids } = form.dataset;
  window.allauth.webauthn.forms[passkey]({ ids: options ? { ...ids, data: options } : ids });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-passkey-error]");
  if (!place) return;
  place.textContent = event.detail.exception?.name === "NotAllowedError" ? place.dataset.none : place.dataset.other;
  place.hidden = false;
});
