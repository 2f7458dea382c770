// Keeps one page that tells nothing of anybody on the device, so that it opens without a network: that of emergencies, which
// answers below /emergency/ only, or that of the patient door, which stands in for any page that cannot be fetched (OFFLINE).
const NAME = "{{ name }}-", KEPT = NAME + "{{ version }}", OFFLINE = {{ offline|yesno:"true,false" }};
const PAGE = "{{ page }}";
const FILES = {{ files|safe }};
const PATIENCE = 2000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const kept = await caches.open(KEPT);
    await kept.add(new Request(PAGE, { cache: "reload" }));
    await Promise.allSettled(FILES.map((file) => kept.add(new Request(file, { cache: "reload" }))));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(NAME) && name !== KEPT).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === PAGE) event.respondWith(url.searchParams.has("person") ? soon(event.request) : atOnce());
  else if (FILES.includes(url.pathname)) event.respondWith(file(event.request));
  else if (OFFLINE && event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(atOnce));
});

// It says that there is a message. Which one stands behind the log-in; the same one twice is shown once.
self.addEventListener("push", (event) => {
  const { title, body, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/my/"));
});

async function atOnce() {
  const kept = await caches.open(KEPT), page = await kept.match(PAGE);
  return page ?? fetch(PAGE);
}

// A patient's page is the server's; where it does not answer soon, the steps at hand are there.
async function soon(request) {
  const kept = await (await caches.open(KEPT)).match(PAGE);
  const late = new Promise((resolve) => { setTimeout(() => resolve(kept), PATIENCE); });
  const asked = fetch(request).catch(() => kept);
  return (await (kept ? Promise.race([asked, late]) : asked)) ?? Response.error();
}

async function file(request) {
  return (await (await caches.open(KEPT)).match(request)) ?? fetch(request);
}
