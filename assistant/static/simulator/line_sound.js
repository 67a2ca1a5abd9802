// Runs where sound is made, at 8,000 samples a second: takes what is said in frames of 20 ms of mu-law, and
// plays what is heard. A mark is told once everything that came before it has been played.
const FRAME = 160;
const BIAS = 0x84;
const CLIP = 32635;

function encoded(sample) {
  const wide = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
  const magnitude = Math.min(Math.abs(wide), CLIP) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((wide < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function decoded(byte) {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + BIAS) << ((code >> 4) & 0x07)) - BIAS;
  return (code & 0x80 ? -magnitude : magnitude) / 32768;
}

class LineSound extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Uint8Array(FRAME);
    this.filled = 0;
    this.spoken = [];
    this.heard = [];
    this.at = 0;
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(data) {
    if (data.say) this.spoken.push(...data.say);
    if (data.play) this.heard.push(data.play);
    if (data.mark) this.heard.push(data.mark);
    if (data.clear) {
      const marks = this.heard.filter((item) => typeof item === "string");
      this.heard = [];
      this.at = 0;
      this.reached(marks);
    }
  }

  reached(marks) {
    marks.forEach((mark) => this.port.postMessage({ mark }));
  }

  next() {
    while (this.heard.length) {
      const item = this.heard[0];
      if (typeof item !== "string" && this.at < item.length) return decoded(item[this.at++]);
      this.heard.shift();
      this.at = 0;
      if (typeof item === "string") this.reached([item]);
    }
    return 0;
  }

  process(inputs, outputs) {
    const microphone = inputs[0][0];
    const ear = outputs[0][0];
    for (let i = 0; i < ear.length; i += 1) {
      ear[i] = this.next();
      const said = this.spoken.length ? this.spoken.shift() : encoded(microphone ? microphone[i] : 0);
      this.frame[this.filled++] = said;
      if (this.filled === FRAME) {
        this.port.postMessage({ frame: this.frame.slice() });
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("line-sound", LineSound);
