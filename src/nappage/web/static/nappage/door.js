// Shows where one is in the row of pages, and has the page for when there is no network kept on this device; nothing of
// anybody is kept with it.
const here = document.querySelector(".door__nav [aria-current]");
if (here) here.closest("nav").scrollLeft = here.offsetLeft - 60;
navigator.serviceWorker?.register("/door-worker.js").catch(() => {});
