"use strict";

/* Keeps the display of a hall up to date. What is called anew, or again, is framed for a while. */
(function () {
  const list = document.getElementById("called");
  const nobody = document.getElementById("nobody");
  const stale = document.getElementById("stale");
  const every = 2000;
  const framedFor = 8000;
  const lostAfter = 5;
  let failed = 0;

  function known() {
    const calls = new Map();
    for (const item of list.children) {
      calls.set(item.dataset.number, Number(item.dataset.calls));
    }
    return calls;
  }

  function item(one, fresh) {
    const line = document.createElement("li");
    line.dataset.number = one.number;
    line.dataset.calls = String(one.calls);
    const number = document.createElement("strong");
    number.textContent = one.number;
    const counter = document.createElement("b");
    counter.textContent = one.counter;
    const to = document.createElement("span");
    to.className = "to";
    to.append("到 ", counter, " 号窗口");
    line.append(number, to);
    if (fresh) {
      line.className = "fresh";
      window.setTimeout(function () {
        line.classList.remove("fresh");
      }, framedFor);
    }
    return line;
  }

  function show(news) {
    if (news.version === list.dataset.version) {
      return;
    }
    const before = known();
    list.replaceChildren(...news.called.map(function (one) {
      return item(one, before.get(one.number) !== one.calls);
    }));
    list.dataset.version = news.version;
    nobody.hidden = news.called.length > 0;
  }

  async function ask() {
    try {
      const answer = await fetch(list.dataset.address, { cache: "no-store", credentials: "omit" });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      show(await answer.json());
      failed = 0;
    } catch (error) {
      failed += 1;
    }
    stale.hidden = failed < lostAfter;
    window.setTimeout(ask, every);
  }

  window.setTimeout(ask, every);
})();
