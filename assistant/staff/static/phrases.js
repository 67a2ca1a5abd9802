// Puts a phrase into the message where the cursor is; without this script its link opens the page with it.
"use strict";

const box = document.querySelector("#reply textarea");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-phrase]");
  if (!link || !box) return;
  event.preventDefault();
  box.setRangeText(link.dataset.phrase, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});
