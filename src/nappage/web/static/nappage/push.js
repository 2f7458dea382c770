// Turns notifications on in this browser: it asks for leave, and the form sends the address that the browser then gives. Where
// it cannot, the page has said so, and goes on saying it.
const form = document.querySelector("[data-push]"), lacking = document.querySelector("[data-push-lacking]");

if (form && window.PushManager && window.Notification) {
  [form.hidden, lacking.hidden] = [false, true];
  form.addEventListener("submit", async (event) => {
    const { address } = form.elements;
    if (address.value) return;
    event.preventDefault();
    try {
      const worker = await navigator.serviceWorker.ready;
      const asked = { userVisibleOnly: true, applicationServerKey: form.dataset.push };
      address.value = JSON.stringify(await worker.pushManager.subscribe(asked));
      form.requestSubmit();
    } catch {
      [lacking.textContent, lacking.hidden] = [lacking.dataset.pushLacking, false];
    }
  });
}
