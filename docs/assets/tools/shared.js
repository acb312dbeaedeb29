// What all four tools share: state in this browser, undo, export and import, share link, print.
import { button, h } from "../chat/dom.js";

const LONG_LINK_CHARS = 8000;
const MAX_STATE_CHARS = 1_000_000;
const LINK_MARK = "#state=";

/** What is wrong with a file, a link or a field, in words for the reader. */
export class Problem extends Error {}

/** @type {(key: string) => string | null} */
const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage is forbidden or cannot be read: the tool works without.
  }
};

/** @type {(key: string, text: string | null) => boolean} */
const keep = (key, text) => {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
};

/** @type {(bytes: Uint8Array) => string} */
const encode = (bytes) => {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

/** @type {(text: string) => Uint8Array<ArrayBuffer>} */
const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

/** @type {(bytes: Uint8Array<ArrayBuffer>, through: GenericTransformStream) => Promise<Uint8Array>} */
const flow = async (bytes, through) => {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  /** @type {number[]} */
  const out = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const byte of part.value) out.push(byte);
    if (out.length > MAX_STATE_CHARS) throw new Problem("The link holds too much.");
  }
  return Uint8Array.from(out);
};

/**
 * Text as a fragment: `1` and deflated, or `0` and plain where the browser cannot deflate.
 * @type {(text: string) => Promise<string>}
 */
export const pack = async (text) => {
  const bytes = new TextEncoder().encode(text);
  if (!("CompressionStream" in window)) return `0${encode(bytes)}`;
  return `1${encode(await flow(bytes, new CompressionStream("deflate-raw")))}`;
};

/** @type {(packed: string) => Promise<string>} */
export const unpack = async (packed) => {
  const bytes = decode(packed.slice(1));
  if (packed[0] === "0") return new TextDecoder().decode(bytes);
  return new TextDecoder().decode(await flow(bytes, new DecompressionStream("deflate-raw")));
};

/** @type {(name: string, text: string, type: string) => void} */
export const download = (name, text, type) => {
  const href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = h("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
};

/** @type {(text: string) => Promise<boolean>} */
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea", { value: text, className: "guide-hidden" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy"); // the only way on a page without HTTPS
    area.remove();
    return done;
  }
};

/**
 * The state in a file or link; throws a `Problem` that says what is wrong.
 * @template T
 * @param {Tool<T>} tool
 * @param {string} text
 * @returns {T}
 */
const parse = (tool, text) => {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Problem("It is not a JSON file of this page.");
  }
  if (!file || typeof file !== "object" || typeof file.tool !== "string")
    throw new Problem("It was not made by one of this guide's tools.");
  if (file.tool !== tool.name)
    throw new Problem(`It belongs to the tool '${file.tool}'; this page reads '${tool.name}'.`);
  if (file.version !== 1)
    throw new Problem(`It has version '${file.version}'; this page reads version 1.`);
  return tool.read(file.state);
};

/** @param {unknown} error */
const reason = (error) => (error instanceof Problem ? error.message : "It is damaged.");

/**
 * Puts a tool into its element and keeps its state.
 * @template T
 * @param {HTMLElement} root
 * @param {Tool<T>} tool
 * @param {AbortSignal} signal  The reader has gone to another page.
 * @param {string} hash  The fragment with which the page was opened.
 */
export const start = async (root, tool, signal, hash) => {
  const key = `guide-tool-${tool.name}`;
  const status = h("div", { className: "tool-status", role: "status" });
  const body = h("div", { className: "tool-body" });
  /** @type {(state: T) => string} */
  const write = (state) => JSON.stringify({ tool: tool.name, version: 1, state });
  /** @type {(words: string, ...buttons: HTMLElement[]) => void} */
  const say = (words, ...buttons) => status.replaceChildren(h("p", {}, words), ...buttons);

  /** @type {Desk<T>} */
  const desk = {
    state: tool.fresh(),
    body,
    signal,
    say,
    changed() {
      if (!keep(key, write(desk.state)))
        say("This browser does not save data for this page. Use Export before you leave.");
    },
    render() {
      const focused = document.activeElement?.id;
      body.replaceChildren();
      tool.render(desk);
      if (focused && body.querySelector(`#${CSS.escape(focused)}`))
        document.getElementById(focused)?.focus();
    },
    replace(state, words) {
      const before = desk.state;
      desk.state = state;
      desk.render();
      desk.changed();
      say(words, button("Undo", () => desk.replace(before, "Undone."), { className: "tool-button" }));
    },
  };

  /** @type {(from: string) => Promise<void>} */
  const opened = async (from) => {
    if (!from.startsWith(LINK_MARK)) return;
    // The fragment stays until the reader has decided: instant navigation may load the page anew.
    const settle = () =>
      history.replaceState(history.state, "", location.pathname + location.search);
    try {
      const shared = parse(tool, await unpack(from.slice(LINK_MARK.length)));
      const open = () => {
        settle();
        desk.replace(shared, "The shared state is open.");
      };
      const keepMine = () => {
        settle();
        say("Your own state is unchanged.");
      };
      const mine = recall(key);
      if (mine === null || mine === write(shared)) return open();
      say(
        "The link holds another state than the one kept in this browser.",
        button("Open the shared one", open, { className: "tool-button" }),
        button("Keep mine", keepMine, { className: "tool-button" }),
      );
    } catch (error) {
      say(`The link could not be read. ${reason(error)} Nothing was changed.`);
    }
  };

  const picker = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  picker.setAttribute("aria-label", "File to import");
  picker.onchange = async () => {
    const [file] = picker.files ?? [];
    picker.value = "";
    if (!file) return;
    try {
      if (file.size > MAX_STATE_CHARS) throw new Problem("It is larger than one megabyte.");
      desk.replace(parse(tool, await file.text()), `'${file.name}' is open.`);
    } catch (error) {
      say(`'${file.name}' could not be imported. ${reason(error)} Nothing was changed.`);
    }
  };
  const share = async () => {
    const link = location.href.split("#")[0] + LINK_MARK + (await pack(write(desk.state)));
    if (!(await copy(link))) say("The browser did not allow copying. Use Export instead.");
    else if (link.length > LONG_LINK_CHARS)
      say("The link is copied. It is long, and some programs cut long links: Export is safer.");
    else say("The link is copied. Whoever opens it sees everything you typed.");
  };
  const save = () => {
    download(`${tool.name}.json`, `${write(desk.state)}\n`, "application/json");
    say("The file is in your downloads.");
  };
  /** @type {[string, () => void][]} */
  const actions = [
    ["Export", save],
    ["Import", () => picker.click()],
    ["Copy share link", () => void share()],
    ["Print", () => window.print()],
    ["Start again", () => desk.replace(tool.fresh(), "Everything is empty again.")],
  ];
  const bar = h("div", { className: "tool-bar", role: "group", "aria-label": "Save and share" });
  bar.append(
    ...actions.map(([name, act]) => button(name, act, { className: "tool-button" })),
    picker,
  );

  const kept = recall(key);
  try {
    if (kept !== null) desk.state = parse(tool, kept);
  } catch (error) {
    keep(`${key}-unreadable`, kept);
    say(`What this browser kept could not be read. ${reason(error)} A copy of it is kept.`);
  }
  root.replaceChildren(body, bar, status);
  desk.render();
  window.addEventListener("hashchange", () => void opened(location.hash), { signal });
  window.addEventListener(
    "storage",
    (event) => {
      if (event.key !== key || event.newValue === null) return;
      try {
        desk.state = parse(tool, event.newValue);
        desk.render();
        say("Another tab has changed this page's notes; they are shown here.");
      } catch {
        // Another version of the page wrote it: keep what is shown.
      }
    },
    { signal },
  );
  await opened(hash);
};
