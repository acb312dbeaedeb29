import { MAX_CHARS } from "./composer.js";
import { button, h, iconButton, isTouch } from "./dom.js";
import { forget, rememberMark } from "./memory.js";
import { watch } from "./search.js";
import { offer } from "./select.js";
import { config, meta, url } from "./site.js";
import { t } from "./strings.js";
import { css } from "./style.js";
import { Talk } from "./talk.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
const DESKTOP = matchMedia("(min-width: 960px)");

/** The panel: what opens, closes and follows. */
class FaqChat extends Talk {
  /** @type {Element | null} */
  opener = null;
  gone = new AbortController();
  watch = watch;

  heading = h("h2", { id: "title", tabIndex: -1 }, t.title);
  wide = iconButton("wide", t.wide, () => this.widen(), { className: "icon wide" });
  dialog = h(
    "dialog",
    {
      dir: t.dir,
      "aria-labelledby": "title",
      onclose: () => this.dialog.open || this.closed(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        event.stopPropagation();
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        this.close();
      },
    },
    h(
      "div",
      { className: "head" },
      this.heading,
      iconButton("fresh", t.fresh, () => this.reset()),
      this.wide,
      iconButton("close", t.close, () => this.close()),
    ),
    this.log,
    h("div", { className: "line" }, this.status, this.read),
    this.composer.form,
    h(
      "p",
      { className: "notice" },
      meta("notice") || t.notice,
      " ",
      h("a", { href: url(meta("privacy") || "chatbot/").href }, t.privacy),
    ),
  );
  bar = h("div", {
    className: "bar",
    hidden: true,
    dir: t.dir,
    role: "region",
    ariaLabel: t.back,
  });
  corner = button(t.title, () => this.toggle(this.corner), { className: "corner", hidden: true });

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.dialog, this.bar, this.corner);
  }

  connectedCallback() {
    const { signal } = this.gone;
    const { turns, muted } = this.memory;
    DESKTOP.addEventListener("change", () => this.dialog.open && this.show(), { signal });
    for (const type of ["resize", "scroll"])
      visualViewport?.addEventListener(type, () => this.fit(), { signal });
    this.fit();
    this.classList.toggle("is-muted", !!muted || meta("feedback") === "off");
    // What was being asked when the page went away can be asked again.
    for (const turn of turns) if (!turn.reply) turn.problem ??= { code: "stopped" };
    this.update({ button: meta("button") === "on" });
    this.draw(...turns);
    this.chip();
    this.say("");
  }

  /** Leaves room for a keyboard on the screen; looking closer changes nothing. */
  fit() {
    const { height = innerHeight, scale = 1, offsetTop = 0 } = visualViewport ?? {};
    const typing = height * scale < innerHeight * 0.75;
    this.style.setProperty("--height", `${height * scale}px`);
    this.style.setProperty("--top", `${typing && scale < 1.01 ? offsetTop : 0}px`);
    this.classList.toggle("is-typing", typing);
  }

  // What opens and closes it

  /** Shows the panel in the form that the window has room for. Focus stays where it is. */
  show() {
    const { dialog, memory } = this;
    const had = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement);
    dialog.close();
    const root = document.documentElement;
    root.toggleAttribute("data-faq-chat", DESKTOP.matches);
    this.size();
    if (DESKTOP.matches) dialog.open = true;
    else dialog.showModal();
    had?.focus({ preventScroll: true });
    memory.open = true;
    this.save();
  }

  size() {
    const { wide } = this.memory;
    this.wide.ariaPressed = `${wide}`;
    document.documentElement.style.setProperty("--faq-chat-width", wide ? "580px" : "384px");
  }

  /** @param {Element | null} [opener] @param {string} [quote] Text of the page to ask about. */
  async open(opener = null, quote = "") {
    const { activeElement } = document;
    this.restore();
    if (opener || activeElement !== this) this.opener = opener ?? activeElement;
    if (quote) this.quote = quote.replace(/\p{Cc}/gu, " ").slice(0, MAX_CHARS);
    this.chip();
    if (isTouch()) this.heading.focus();
    else this.composer.input.focus();
    this.emit("open", {});
  }

  /** Opens without taking the focus, and with the questions of this page. */
  restore() {
    this.draw();
    if (this.dialog.open) return;
    this.show();
    this.scrollTo_(this.memory.turns.at(-1)?.id);
  }

  close() {
    this.dialog.close();
  }

  closed() {
    document.documentElement.removeAttribute("data-faq-chat");
    this.memory.open = false;
    this.save();
    const { opener } = this;
    const there = opener?.isConnected && opener !== document.body;
    const place = there ? opener : document.querySelector(".chat-open");
    if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  }

  /** @param {Element | null} opener @param {string} [quote] */
  toggle(opener, quote) {
    if (this.dialog.open && !quote) this.close();
    else void this.open(opener, quote);
  }

  /** "Ask about this" beside the selection. */
  offer() {
    offer((text) => void this.open(null, text));
  }

  widen() {
    this.memory.wide = !this.memory.wide;
    this.save();
    this.size();
  }

  /** @param {string} question  Filled in; the reader presses Send. */
  async fill(question) {
    const there = new URL(location.href);
    there.searchParams.delete("ask");
    history.replaceState(history.state, "", there);
    await this.open();
    this.composer.fill(question, true);
  }

  /** Forgets everything, on the screen and in the tab. */
  clear() {
    this.stop();
    Object.assign(this, { running: null, queue: [], quote: "" });
    Object.assign(this.memory, { turns: [], from: 0 });
    forget();
    if (!this.bar.hidden) this.land();
  }

  reset() {
    this.clear();
    this.busy(false);
    this.composer.input.placeholder = t.ask;
    this.composer.fill("");
    this.say("");
    this.draw();
    this.chip();
    this.save();
  }

  /** @param {Config} changes */
  update(changes) {
    Object.assign(config, changes);
    this.corner.hidden = !config.button;
    document.body.style.paddingBlockEnd = config.button ? "4rem" : "";
    this.draw();
  }

  destroy() {
    this.clear();
    this.gone.abort();
    this.update({ button: false });
    document.documentElement.removeAttribute("data-faq-chat");
    this.remove();
  }

  // Citations

  /** @param {Citation | ChatLink} link @param {Turn} turn */
  follow(link, turn) {
    const there = url(link.location);
    const quote = "quote" in link ? link.quote : "";
    rememberMark({ path: there.pathname, anchor: there.hash.slice(1), quote, turn: turn.id });
    if (!DESKTOP.matches) {
      this.opener = null;
      this.close();
    }
    const same = there.pathname === location.pathname;
    // The theme's instant navigation sees links in the page, none in a shadow root.
    const step = h("a", { href: there.href, hidden: true });
    document.body.append(step);
    step.click();
    step.remove();
    if (same) this.land();
  }

  land() {
    import("./more.js").then((more) => more.land(this)).catch(() => this.say(t.away));
  }
}

if (!customElements.get("faq-chat")) customElements.define("faq-chat", FaqChat);

/** The one panel of this page, mounted where instant navigation leaves it alone. */
const chat = () => {
  const it = document.querySelector("faq-chat") ?? document.body.appendChild(new FaqChat());
  return /** @type {FaqChat} */ (it);
};

export { chat };
