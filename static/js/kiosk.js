// The board on a touch screen: shows itself anew every minute, goes back to the list when nobody
// touches it, and says from when its state is while the network is gone. [data-kiosk]
"use strict";
(() => {
  const EVERY = 60_000;
  const ALONE = 180_000;
  const root = () => document.querySelector("[data-kiosk]");
  if (!root()) return;
  const list = new URL(root().dataset.kiosk, location.href).href;
  let touched = Date.now();
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, () => { touched = Date.now(); }, { passive: true });

  const offline = (gone) => { root().querySelector("[data-kiosk-offline]").hidden = !gone; };

  const keep = async () => {
    if (!("serviceWorker" in navigator) || location.href !== list) return;
    const ready = await navigator.serviceWorker.ready;
    const wanted = [...document.querySelectorAll("[data-kiosk-keep]")].map((link) => link.href);
    // What this page was made of: the first time it was loaded before the worker was there to see it.
    const parts = performance.getEntriesByType("resource").map((entry) => entry.name).filter((url) => url.startsWith(`${location.origin}/`) && !url.includes("/kiosek/"));
    if (ready.active) ready.active.postMessage({ keep: wanted, also: [list, ...new Set(parts)] });
  };

  const refresh = async () => {
    if (location.href !== list && Date.now() - touched > ALONE) { location.href = list; return; }
    try {
      const response = await fetch(location.href, { cache: "no-store" });
      if (response.status === 404) { location.href = list; return; }
      if (!response.ok || response.headers.has("X-Kiosk-Kept")) { offline(true); return; }
      const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-kiosk]");
      if (!next) { offline(true); return; }
      if (next.dataset.made !== root().dataset.made) {
        const at = document.activeElement && document.activeElement.href;
        const top = scrollY;
        root().replaceWith(document.importNode(next, true));
        scrollTo(0, top);
        const again = at && [...document.links].find((link) => link.href === at);
        if (again) again.focus({ preventScroll: true });
      }
      offline(false);
      keep();
    } catch { offline(true); }
  };

  if ("serviceWorker" in navigator) navigator.serviceWorker.register(root().dataset.worker).then(keep, () => {});
  if (!navigator.onLine) offline(true);
  // A page that the worker had kept does not know that it is: the screen's own network may well be there.
  if ("serviceWorker" in navigator && navigator.serviceWorker.controller) refresh();
  addEventListener("offline", () => offline(true));
  addEventListener("online", refresh);
  setInterval(refresh, EVERY);
})();
