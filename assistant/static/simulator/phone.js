import { inCall, press, speak } from "./line.js";

const POLL_MS = 2000;
const url = `${location.pathname.replace(/\/$/, "")}/messages`;
const callUrl = url.replace(/messages$/, "call");
const token = document.querySelector('meta[name="csrf-token"]').content;
const list = document.getElementById("messages");
const form = document.getElementById("composer");
const field = document.getElementById("text");
const waiting = document.getElementById("waiting");
const send = document.querySelector(".send");
const words = list.dataset;
const call = document.getElementById("call");
const callState = document.getElementById("call-state");

let last = 0;
let turn = 0;

const number = () => document.querySelector('input[name="number"]:checked').value;

function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function paragraph(className, text) {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

function show(message) {
  if (message.position <= last) return;
  last = message.position;
  const item = document.createElement("div");
  item.className = `message ${message.direction}`;
  const speakers = { sent: words.you, pushed: words.pushed, call: words.call, spoken: words.spoken };
  item.append(paragraph("who", speakers[message.direction] ?? words.service));
  const fixed = { failed: words.failed, unanswered: words.unanswered }[message.direction];
  item.append(paragraph("words", fixed ? filled(fixed, message) : message.text));
  if (message.text && !["call", "spoken"].includes(message.direction)) {
    const facts = [filled(words.size, { n: message.characters, p: message.parts })];
    if (message.engine) facts.push(message.engine);
    if (message.duration_ms) facts.push(filled(words.time, { ms: message.duration_ms }));
    item.append(paragraph("facts", facts.join(" · ")));
  }
  list.append(item);
  list.scrollTop = list.scrollHeight;
}

function showCall(state) {
  const text = state ? callState.dataset[state] : "";
  if (callState.textContent !== text) callState.textContent = text;
  const hadFocus = call.contains(document.activeElement);
  call.hidden = !state;
  call.querySelectorAll("[data-when]").forEach((button) => {
    button.hidden = button.dataset.when !== state;
  });
  // A button that is gone cannot keep the focus.
  if (hadFocus && !document.activeElement.offsetParent) {
    (state ? call.querySelector("button:not([hidden])") : field).focus();
  }
}

async function act(name) {
  try {
    const response = await fetch(callUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ number: number(), act: name }),
    });
    if (!response.ok) waiting.textContent = filled(words.failed, { status: response.status });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    waiting.textContent = filled(words.failed, { status: 0 });
  }
  await poll();
}

async function poll() {
  const asked = turn;
  const query = new URLSearchParams({ number: number(), after: String(last) });
  try {
    const response = await fetch(`${url}?${query}`, { headers: { Accept: "application/json" } });
    if (!response.ok || asked !== turn) return;
    const { messages, call: state } = await response.json();
    if (asked !== turn) return;
    messages.forEach(show);
    showCall(state);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The server is away; the next poll tries again.
  }
}

async function sendText(text) {
  const from = number();
  send.disabled = true;
  waiting.textContent = waiting.dataset.text;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ number: from, text }),
    });
    waiting.textContent = response.ok ? "" : filled(words.failed, { status: response.status });
    if (response.ok) field.value = "";
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    waiting.textContent = filled(words.failed, { status: 0 });
  } finally {
    send.disabled = false;
  }
  await poll();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text && !send.disabled) sendText(text);
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.querySelectorAll("[data-key]").forEach((key) => {
  key.addEventListener("click", () => {
    if (inCall()) press(key.dataset.key);
    else field.value += key.dataset.key;
  });
});

document.getElementById("clear").addEventListener("click", () => {
  field.value = [...field.value].slice(0, -1).join("");
});

document.querySelectorAll("[data-question]").forEach((button) => {
  button.addEventListener("click", () => {
    if (inCall()) speak(button.dataset.question);
    else if (!send.disabled) sendText(button.dataset.question);
  });
});

document.querySelectorAll("[data-act]").forEach((button) => {
  button.addEventListener("click", () => act(button.dataset.act));
});

document.querySelectorAll('input[name="number"]').forEach((choice) => {
  choice.addEventListener("change", () => {
    turn += 1;
    last = 0;
    list.replaceChildren();
    poll();
  });
});

function tick() {
  const now = new Date();
  document.getElementById("clock").textContent = now.toTimeString().slice(0, 5);
}

tick();
poll();
setInterval(tick, 10000);
setInterval(poll, POLL_MS);
