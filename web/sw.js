// sw.js keeps one build of the page, exactly: the page works without a network
// from the second visit on, and never from files of two builds.
//
// Package site puts a line before this one, the build that the worker is for:
//
//   const build = { version: "…", files: [{ url: "app.wasm?v=…", integrity: "sha256-…" }, …] };
//
// A new build is a new worker. It fills its own cache, takes over at once and
// tells open pages its version; they go on with what they have and offer a reload.
//
// A build of no files is for a server that others may follow at its address, on
// another day: its worker clears away what an earlier one has left, and itself.
"use strict";

const home = new URL("./", location.href);
const prefix = `mintmark ${home.pathname} `; // a server may hold more than one
const cacheName = prefix + build.version;
const leaves = build.files.length === 0;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === home.origin) answer(event, url);
});

async function fill() {
  const cache = await caches.open(cacheName);
  await Promise.all(
    build.files.map(async (file) => {
      await cache.put(file.url, await fetchExactly(file));
    }),
  );
}

// The digest makes sure that the bytes are this build's, so what the page has
// just loaded need not be loaded again; a cached copy of another build is
// refused, and the network asked.
function fetchExactly({ url, integrity }) {
  const exact = (cache) => fetch(url, { cache, integrity });
  return url.includes("?v=") ? exact("default").catch(() => exact("reload")) : exact("reload");
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && (leaves || name !== cacheName)) await caches.delete(name);
  }
  await self.clients.claim();
  if (leaves) await self.registration.unregister();
  for (const client of await self.clients.matchAll()) {
    client.postMessage({ mintmark: build.version });
  }
}

// Only the page itself and its files come from the cache. The server's other
// addresses are none of the worker's business.
function answer(event, url) {
  if (event.request.mode === "navigate") {
    const isHome = url.pathname === home.pathname || url.pathname === home.pathname + "index.html";
    if (isHome) event.respondWith(fromCache(home.href, event.request));
    return;
  }
  if (build.files.some((file) => new URL(file.url, home).href === url.href)) {
    event.respondWith(fromCache(url.href, event.request));
  }
}

async function fromCache(url, request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(url)) ?? fetch(request);
}
