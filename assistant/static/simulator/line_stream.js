// The provider's side of a media stream, over a WebSocket: `stream` is what the server was told to open.
export class Stream {
  constructor(stream, callSid, sound, { opened, closed }) {
    this.sid = stream.stream_sid;
    this.account = stream.account_sid;
    this.call = callSid;
    this.parameters = stream.parameters;
    this.sound = sound;
    this.number = 0;
    this.chunk = 0;
    this.isOpen = false;
    this.socket = new WebSocket(stream.url);
    this.socket.onopen = () => {
      this.isOpen = true;
      this.begin();
      opened();
    };
    this.socket.onmessage = ({ data }) => this.take(JSON.parse(data));
    this.socket.onclose = () => closed(this.isOpen);
    // Whatever is wrong, the socket is closed after it.
    this.socket.onerror = () => {};
  }

  begin() {
    this.socket.send(JSON.stringify({ event: "connected", protocol: "Call", version: "1.0.0" }));
    this.send("start", {
      streamSid: this.sid,
      accountSid: this.account,
      callSid: this.call,
      tracks: ["inbound"],
      mediaFormat: { encoding: "audio/x-mulaw", sampleRate: 8000, channels: 1 },
      customParameters: this.parameters,
    });
    this.sound.ears = {
      frame: (frame) => this.media(frame),
      mark: (name) => this.send("mark", { name }),
    };
  }

  take(message) {
    if (message.streamSid !== this.sid) return;
    if (message.event === "media") {
      this.sound.tell({ play: Uint8Array.from(atob(message.media.payload), (c) => c.charCodeAt(0)) });
    } else if (message.event === "mark") {
      this.sound.tell({ mark: message.mark.name });
    } else if (message.event === "clear") {
      this.sound.tell({ clear: true });
    }
  }

  media(frame) {
    this.chunk += 1;
    this.send("media", {
      track: "inbound",
      chunk: String(this.chunk),
      timestamp: String(this.chunk * 20),
      payload: btoa(String.fromCharCode(...frame)),
    });
  }

  press(digit) {
    this.send("dtmf", { track: "inbound_track", digit });
  }

  hangUp() {
    this.sound.ears = null;
    this.send("stop", { accountSid: this.account, callSid: this.call });
    this.socket.close(1000);
  }

  send(event, told) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.number += 1;
    const message = { event, sequenceNumber: String(this.number), streamSid: this.sid, [event]: told };
    this.socket.send(JSON.stringify(message));
  }
}

// What the browser hears and plays. `ears` take each frame and each mark that was reached.
export class Sound {
  static async open(module) {
    const context = new AudioContext({ sampleRate: 8000 });
    await context.audioWorklet.addModule(module);
    const node = new AudioWorkletNode(context, "line-sound", { outputChannelCount: [1] });
    node.connect(context.destination);
    await context.resume();
    return new Sound(context, node);
  }

  constructor(context, node) {
    this.context = context;
    this.node = node;
    this.ears = null;
    this.microphone = null;
    node.port.onmessage = ({ data }) => {
      if (!this.ears) return;
      if (data.frame) this.ears.frame(data.frame);
      if (data.mark) this.ears.mark(data.mark);
    };
  }

  tell(message) {
    this.node.port.postMessage(message);
  }

  async listen() {
    const wanted = { channelCount: 1, echoCancellation: true, noiseSuppression: true };
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: wanted });
    try {
      this.context.createMediaStreamSource(microphone).connect(this.node);
      this.microphone = microphone;
    } catch (error) {
      microphone.getTracks().forEach((track) => track.stop());
      throw error;
    }
  }

  stopListening() {
    if (this.microphone) this.microphone.getTracks().forEach((track) => track.stop());
    this.microphone = null;
  }

  async close() {
    this.stopListening();
    await this.context.close();
  }
}
