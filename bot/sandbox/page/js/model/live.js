// The stream of what happens in the world. It reconnects by itself, waiting longer each time.

const FIRST_WAIT = 300;
const LONGEST_WAIT = 5000;

/** Dispatches "frame" (detail: the frame) and "state" (detail: "connecting"|"online"|"offline"). */
export class Live extends EventTarget {
  #wait = FIRST_WAIT;
  #timer = null;
  #path;
  state = "connecting";

  /** @param {string} path of the WebSocket */
  constructor(path) {
    super();
    this.#path = path;
  }

  connect() {
    clearTimeout(this.#timer);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.#path}`);
    socket.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.#enter("online");
    };
    socket.onmessage = (event) => this.#emit("frame", JSON.parse(event.data));
    socket.onclose = () => this.#again();
  }

  #again() {
    this.#enter("offline");
    this.#timer = setTimeout(() => this.connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #enter(state) {
    this.state = state;
    this.#emit("state", state);
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
