// Tells colleagues who has the case before them, and who is writing.
"use strict";

const EVERY_MS = 10000;
const WRITES_FOR_MS = 20000;
const AT_ONCE_AFTER_MS = 5000;

const reply = document.querySelector("form[data-presence]");

if (reply) {
  const box = reply.querySelector("textarea");
  const token = reply.querySelector("[name=csrf_token]").value;
  let wrote = 0;
  let told = 0;

  const say = (said) => {
    fetch(reply.dataset.presence, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(said),
      redirect: "error",
      keepalive: true,
    }).catch(() => {});
  };

  const tell = () => {
    told = Date.now();
    say({ here: true, writing: box.value.trim() !== "" && told - wrote < WRITES_FOR_MS });
  };

  box.addEventListener("input", () => {
    const began = Date.now() - wrote > WRITES_FOR_MS;
    wrote = Date.now();
    if (began || wrote - told > AT_ONCE_AFTER_MS) tell();
  });
  setInterval(() => {
    if (!document.hidden) tell();
  }, EVERY_MS);
  window.addEventListener("pagehide", () => say({ here: false }));
  window.addEventListener("pageshow", tell);
}
