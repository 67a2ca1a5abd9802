// Counts the message while it is written. The server checks the length again; without this script the hint remains.
"use strict";

const PLAIN = /^[\n\f\x20-\x7e]*$/;
const TWICE = /[\f^{}\\[\]~|]/g;

function left(box) {
  const text = box.dataset.signature + box.value.trim();
  if (PLAIN.test(text) && !text.includes("`")) {
    return Number(box.dataset.mostEnglish) - text.length - (text.match(TWICE) || []).length;
  }
  return Number(box.dataset.mostChinese) - text.length;
}

for (const box of document.querySelectorAll("textarea[data-count]")) {
  const output = document.getElementById(box.dataset.count);
  const tell = () => {
    const room = left(box);
    output.textContent =
      room >= 0
        ? `还可以写${room}个字。 ${room} characters left.`
        : `多了${-room}个字。 ${-room} characters too many.`;
    output.hidden = false;
  };
  box.addEventListener("input", tell);
  tell();
}
