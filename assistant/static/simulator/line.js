// A call to the service: the server asks our webhooks what comes next, the browser carries the sound.
import { Sound, Stream } from "./line_stream.js";

const base = location.pathname.replace(/\/$/, "");
const token = document.querySelector('meta[name="csrf-token"]').content;
const module = document.getElementById("line").dataset.sound;
const state = document.getElementById("line-state");
const callButton = document.getElementById("line-call");
const endButton = document.getElementById("line-end");
const microphone = document.getElementById("line-microphone");
const form = document.getElementById("line-say");
const field = document.getElementById("line-words");
const phones = document.querySelectorAll('input[name="number"]');

let number = null;
let sound = null;
let stream = null;
let step = null;
let timer = 0;
let keys = "";
let asked = 0;

// Somebody who writes needs longer than somebody who speaks.
const WRITING_S = 60;
const BETWEEN_KEYS_MS = 2500;

export const inCall = () => number !== null;

function post(path, body, options = {}) {
  return fetch(`${base}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
    ...options,
  });
}

function say(name) {
  const words = state.dataset[name];
  if (state.textContent !== words) state.textContent = words;
}

function show() {
  const hadFocus = document.getElementById("line").contains(document.activeElement);
  const on = inCall();
  callButton.hidden = on;
  endButton.hidden = !on;
  microphone.hidden = !(on && stream);
  form.hidden = !on;
  phones.forEach((phone) => {
    phone.disabled = on;
  });
  // A button that is gone cannot keep the focus.
  if (hadFocus && !document.activeElement.offsetParent) (on ? endButton : callButton).focus();
}

// Only what was asked for last says where the call is; with `moves` false nothing is asked for.
async function act(name, words = "", moves = true) {
  if (moves) asked += 1;
  const mine = asked;
  try {
    const response = await post("line", { number, act: name, words });
    if (mine !== asked || !moves) return;
    if (response.ok) await go((await response.json()).line);
    else await over("failed");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    if (mine === asked && moves) await over("failed");
  }
}

async function go(line) {
  clearTimeout(timer);
  step = line;
  if (line === null || line.state === "over") {
    await over(line === null ? "failed" : line.how);
    return;
  }
  keys = "";
  if (line.state === "streaming") connect(line);
  if (line.state === "asking") {
    const wait = line.kinds.includes("speech") ? WRITING_S : line.wait_s;
    timer = setTimeout(() => act("silent"), wait * 1000);
  }
  if (line.state === "waiting") timer = setTimeout(() => act("go_on"), line.seconds * 1000);
  say(line.state);
  show();
}

function connect(line) {
  if (stream && stream.sid === line.stream.stream_sid) return;
  if (!sound) {
    // The keys and written words are left, which the provider takes without us.
    act("stream_over", "no_sound");
    return;
  }
  const opened = new Stream(line.stream, line.sid, sound, {
    opened: () => act("stream_began", "", false),
    closed: (wasOpen) => {
      if (stream !== opened) return;
      stream = null;
      mute();
      act("stream_over", wasOpen ? "" : "not_opened");
    },
  });
  stream = opened;
}

function leave() {
  const left = stream;
  stream = null;
  if (left) left.hangUp();
}

function mute() {
  if (sound) sound.stopListening();
  microphone.setAttribute("aria-pressed", "false");
}

async function over(how) {
  number = null;
  step = null;
  leave();
  mute();
  say(`over_${how}`);
  show();
  if (sound) await sound.close();
  sound = null;
}

async function call() {
  number = document.querySelector('input[name="number"]:checked').value;
  say("dialling");
  show();
  try {
    sound = await Sound.open(module);
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
    say("no_sound");
  }
  await act("call");
}

export function press(key) {
  if (stream) {
    stream.press(key);
  } else if (asks()) {
    clearTimeout(timer);
    keys += key;
    if (step.one_key || key === "#") act(keys);
    else timer = setTimeout(() => act(keys), BETWEEN_KEYS_MS);
  }
}

const asks = () => step !== null && step.state === "asking";

export async function speak(words) {
  field.value = "";
  if (asks()) {
    await act("say", words);
    return;
  }
  const language = document.documentElement.lang === "en" ? "en" : "zh";
  const response = await post("speech", { words, language });
  const audio = response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  if (asks()) {
    // The line left the call while the words were being spoken.
    await act("say", words);
  } else if (audio === null) {
    say("no_voice");
  } else if (sound && stream) {
    sound.tell({ say: audio });
    say("streaming");
  }
}

callButton.addEventListener("click", call);
endButton.addEventListener("click", () => {
  leave();
  act("hang_up");
});

microphone.addEventListener("click", async () => {
  if (sound.microphone) {
    mute();
    return;
  }
  try {
    await sound.listen();
    microphone.setAttribute("aria-pressed", "true");
    say("listening");
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
    say("no_microphone");
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = field.value.trim();
  if (words) speak(words);
});

window.addEventListener("pagehide", () => {
  if (!inCall()) return;
  leave();
  post("line", { number, act: "hang_up" }, { keepalive: true });
});
