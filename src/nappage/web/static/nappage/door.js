// Has the page for when there is no network kept on this device; nothing of anybody is kept with it.
navigator.serviceWorker?.register("/door-worker.js").catch(() => {});
