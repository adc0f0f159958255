// Keeps the board on the screen while the network is gone. Rules the folder that it comes from: the
// kiosk's pages and documents, and whatever they load. Newest first from the network; what was there
// last from the cache, marked by a header so that the page can say so.
"use strict";
const CACHE = "kiosk-1";
const PATIENCE = 5000;
const PATIENCE_WITH_BODY = 30000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The whole text first: putting a response whose network dies half-way would lose the one kept before.
async function remember(url, response) {
  const body = await response.arrayBuffer();
  const whole = new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  // A full disk must not keep the visitor from what the network has just brought.
  try { await (await caches.open(CACHE)).put(url, whole.clone()); } catch (error) { /* the next round tries again */ }
  return whole;
}

async function fromNetwork(request) {
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(request, { signal: stop.signal, cache: "no-cache" });
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), PATIENCE_WITH_BODY);
    // The server is there and unwell: the last state is better than its apology.
    if (response.status >= 500) throw new Error(String(response.status));
    // Taken down: it may not stay on the screen's disk either.
    if (response.status === 404 || response.status === 410) await (await caches.open(CACHE)).delete(request.url);
    return response.ok ? await remember(request.url, response) : response;
  } finally {
    clearTimeout(timer);
  }
}

async function answer(request) {
  try {
    return await fromNetwork(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(request.url);
    if (!kept) throw error;
    const headers = new Headers(kept.headers);
    headers.set("X-Kiosk-Kept", "1");
    return new Response(kept.body, { status: kept.status, statusText: kept.statusText, headers });
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin) event.respondWith(answer(event.request));
});

// The page tells what hangs: all of it is fetched, and what no longer hangs is forgotten.
self.addEventListener("message", (event) => {
  if (!event.data || !Array.isArray(event.data.keep)) return;
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    const wanted = new Set(event.data.keep);
    const scope = new URL("./", self.location.href).href;
    for (const request of await cache.keys()) {
      const inside = request.url.startsWith(scope) && request.url !== scope;
      const belongs = [...wanted].some((url) => request.url.startsWith(url));
      if (inside && !belongs) await cache.delete(request.url);
    }
    for (const url of event.data.also || []) {
      try {
        if (!(await cache.match(url))) await fromNetwork(new Request(url));
      } catch (error) { /* the next round tries again */ }
    }
    for (const url of wanted) {
      try {
        const response = await fromNetwork(new Request(url));
        const text = await response.clone().text();
        // Documents named on the notice's page, by the attribute that marks them.
        for (const found of text.matchAll(/<a href="([^"]+)" data-kiosk-keep/g)) {
          const document = new URL(found[1], url).href;
          if (document.startsWith(url) && !(await cache.match(document))) await fromNetwork(new Request(document));
        }
      } catch (error) { /* the next round tries again */ }
    }
  })());
});
