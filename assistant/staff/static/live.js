// Keeps the parts of a page that change by themselves up to date. What is being written in is never touched, and
// without this script the page shows what was there when it was opened.
"use strict";

const ONCE_A_MINUTE_MS = 60000;
const SETTLED_MS = 400;

const news = document.getElementById("news");
const present = document.getElementById("present");

const parts = () => document.querySelectorAll("[data-live]");
const source = () => document.querySelector("[data-stream]");
const numbers = () => new Set(Array.from(document.querySelectorAll("[data-number]"), (row) => row.dataset.number));

function fragment() {
  const address = new URL(location.href);
  const list = document.querySelector("[data-live=list]");
  address.searchParams.set("part", list ? "list" : "live");
  address.hash = "";
  return address;
}

function replaced(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  if (old.querySelector("textarea, input:not([type=hidden]), select")) return;
  old.replaceWith(document.adoptNode(fresh));
  if (focused) {
    const again = document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
  }
}

async function refresh(announce) {
  let answer;
  try {
    answer = await fetch(fragment(), { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
  } catch (_error) {
    return;
  }
  if (!answer.ok) return;
  const before = numbers();
  const shown = window.scrollY;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of parts()) {
    const part = fresh.querySelector(`[data-live="${old.dataset.live}"]`);
    if (part) replaced(old, part);
  }
  window.scrollTo(window.scrollX, shown);
  const isList = document.querySelector("[data-live=list]") !== null;
  const hasMore = Array.from(numbers()).some((number) => !before.has(number));
  if (announce && news && (!isList || hasMore)) say(news, news.dataset.said);
}

function say(place, words) {
  place.textContent = "";
  place.textContent = words;
}

let waiting = 0;

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => refresh(true), SETTLED_MS);
}

let stream = null;

function listen() {
  const place = source();
  if (!place || stream || document.hidden) return;
  const address = new URL(place.dataset.stream, location.href);
  address.searchParams.set("since", place.dataset.version || "0");
  stream = new EventSource(address);
  stream.addEventListener("changed", soon);
  stream.addEventListener("present", (event) => {
    if (!present) return;
    const words = JSON.parse(event.data);
    say(present, words.zh ? `${words.zh} ${words.en}` : "");
  });
}

function rest() {
  if (stream) stream.close();
  stream = null;
}

// A browser opens few connections to one place: a page out of sight gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    rest();
  } else {
    listen();
  }
});
window.addEventListener("pagehide", rest);

if (source() && "EventSource" in window) {
  listen();
  setInterval(() => {
    if (!document.hidden && document.querySelector("[data-live=list]")) refresh(true);
  }, ONCE_A_MINUTE_MS);
}
