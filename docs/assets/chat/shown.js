import { composer } from "./composer.js";
import { button, h, plain } from "./dom.js";
import { MAX_TURNS, recall, remember } from "./memory.js";
import { turnView } from "./render.js";
import { neighbours, questions } from "./site.js";
import { fill, t, tongue } from "./strings.js";

/** What is shown of the conversation. A turn is drawn when it changes and left alone otherwise. */
export class Shown extends HTMLElement {
  memory = recall();
  /** Text of the page to ask about. */
  quote = "";
  /** @type {string[]} */
  related = [];
  /** @type {Deeds} */
  deeds = /** @type {any} */ (this);

  // The status line announces; a log that did so too would say everything twice.
  log = h("div", {
    className: "log",
    role: "log",
    tabIndex: 0,
    "aria-label": t.log,
    "aria-live": "off",
  });
  /** Below the last turn: what to ask next. */
  tail = h("div", { className: "offers" });
  status = h("p", { className: "status", role: "status" });
  read = plain(t.read, () => this.focusTurn(this.memory.turns.at(-1)?.id));
  composer = composer({
    send: (question) => this.deeds.ask(question),
    stop: () => this.deeds.stop(),
    last: () => this.memory.turns.at(-1)?.question ?? "",
  });

  /** Draws these turns anew, takes away those that are gone, and renews what stands below. */
  draw(/** @type {Turn[]} */ ...changed) {
    const { turns } = this.memory;
    const had = this.shadowRoot?.activeElement;
    for (const it of this.log.querySelectorAll("article"))
      if (!turns.some(({ id }) => it.id === `t${id}`)) it.remove();
    for (const turn of changed) {
      const old = this.article(turn.id);
      const view = turnView(turn, this.deeds);
      if (old) old.replaceWith(view);
      else this.log.append(view);
    }
    const last = turns.at(-1);
    this.related = neighbours(last?.reply);
    this.tail.replaceChildren(
      ...(last ? this.offers(t.related, this.related) : this.welcome()),
      turns.length < MAX_TURNS ? "" : h("p", {}, t.full, " ", plain(t.fresh, () => this.deeds.reset())),
    );
    (this.article(last?.id) ?? this.log).append(this.tail);
    if (had && !had.isConnected) this.composer.settle();
  }

  welcome() {
    return [
      h("p", {}, t.what),
      h("p", { className: "meta" }, t.scope),
      ...this.offers(t.try, questions()),
    ];
  }

  /** @type {(title: string, asked: string[]) => HTMLElement[]} */
  offers(title, asked) {
    if (!asked[0]) return [];
    const offer = (/** @type {string} */ question) =>
      button(question, () => this.deeds.ask(question), { className: "pick", ...tongue(question) });
    return [h("p", { className: "label" }, title), ...asked.map(offer)];
  }

  /** What the next question is about, unless the reader removes it. */
  chip() {
    const { memory, quote } = this;
    const cited = memory.turns.findLast(
      ({ id, reply }) => id > memory.from && reply?.kind === "answer",
    );
    const about = cited?.reply?.citations[0]?.breadcrumb.slice(-2).join(" › ");
    this.composer.chip(quote ? `“${quote}”` : about && fill(t.about, { x: about }), () => {
      if (quote) this.quote = "";
      else memory.from = memory.turns.at(-1)?.id ?? 0;
      this.save();
      this.chip();
    });
  }

  /** @param {number} [id] */
  article(id) {
    return this.shadowRoot?.getElementById(`t${id}`);
  }

  /** @param {number} [id] */
  scrollTo_(id) {
    const article = this.article(id);
    if (article) this.log.scrollTop = article.offsetTop - this.log.offsetTop;
  }

  /** @param {number} [id] */
  focusTurn(id) {
    this.scrollTo_(id);
    this.article(id)?.querySelector("h3")?.focus({ preventScroll: true });
  }

  save() {
    remember(this.memory);
  }

  /** The service takes no feedback: nothing that sends some is offered in this tab. */
  mute() {
    this.memory.muted = true;
    this.save();
    this.classList.add("is-muted");
    if (!this.shadowRoot?.activeElement?.checkVisibility()) this.composer.settle();
  }

  /** @param {string} text */
  say(text) {
    this.status.textContent = text;
    if (!text) this.read.hidden = true;
  }

  /** @param {string} name @param {object} detail  Ids and states, never what was asked. */
  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`ask:${name}`, { bubbles: true, composed: true, detail }));
  }
}
