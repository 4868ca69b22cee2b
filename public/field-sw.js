// Lets the field app open without a server: keeps its page and its hashed files, nothing else. Requests to the API and every
// change pass it by. The page is asked for first, so that a new version is taken as soon as the server answers; a page and its
// files are kept together or not at all. Its files are also those of pages that are fetched when they are first shown: the page names them
// in a `meta` element. Those of the version before stay one version longer, for whoever has it open.
"use strict";

const KEPT = "gagehouse-field";
const PAGE = new URL("/field", self.location).pathname;
const HASHED = /\/field\/(?:chunks\/)?[^/]+-[0-9a-f]{12,16}(_bg)?\.(js|wasm|css|svg)$/;

self.addEventListener("install", (event) => {
  event.waitUntil(fetch(PAGE, { cache: "no-cache" }).then(keep).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (HASHED.test(pathname)) event.respondWith(file(request));
});

// Keeps a page with every file it names; fails when one cannot be had.
async function keep(response) {
  const html = await response.clone().text();
  if (!response.ok || !(response.headers.get("content-type") || "").startsWith("text/html")) {
    throw new Error("the page of the field app is not there");
  }
  const names = filesOf(html);
  const cache = await caches.open(KEPT);
  for (const name of names) {
    if (await cache.match(name)) continue;
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(`${name} is not there`);
    await cache.put(name, answer);
  }
  const before = await cache.match(PAGE);
  const old = before ? await before.text() : html;
  await cache.put(PAGE, response);
  if (old === html) return;
  for (const name of filesOf(old)) names.add(name);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== PAGE && !names.has(pathname)) await cache.delete(request);
  }
}

function filesOf(html) {
  return new Set(html.match(/\/field\/[^"'\s)]+-[0-9a-f]{12,16}(?:_bg)?\.(?:js|wasm|css|svg)/g));
}

async function page(request) {
  try {
    const response = await fetch(request);
    // A page that was not kept yet; the reader does not wait for that.
    if (response.ok) keep(response.clone()).catch(() => {});
    if (response.status < 500) return response;
  } catch (offline) {
    // The kept one, below.
  }
  return (await caches.match(PAGE)) || Response.error();
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}
