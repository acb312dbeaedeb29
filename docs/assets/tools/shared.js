// What all four tools share: state in this browser, undo, export and import, share link, print.
import { button, h } from "../chat/dom.js";
import { Problem, pack, unpack } from "./link.js";

const LONG_LINK_CHARS = 8000;
const MAX_STATE_CHARS = 1_000_000;
const LINK_MARK = "#state=";

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

/** @type {(words: string, act: () => void) => HTMLElement} */
const action = (words, act) => button(words, act, { className: "tool-button" });

/** @type {<T>(tool: Tool<T>) => string} */
const keyOf = (tool) => `guide-tool-${tool.name}`;

/** @type {<T>(tool: Tool<T>, state: T) => string} */
const write = (tool, state) => JSON.stringify({ tool: tool.name, version: 1, state });

/**
 * @template T
 * @param {Tool<T>} tool
 * @param {AbortSignal} signal
 * @param {HTMLElement} status
 * @returns {Desk<T>}
 */
const deskFor = (tool, signal, status) => {
  const body = h("div", { className: "tool-body" });
  /** @type {Desk<T>} */
  const desk = {
    state: tool.fresh(),
    body,
    signal,
    say: (words, ...buttons) => status.replaceChildren(h("p", {}, words), ...buttons),
    changed() {
      if (!keep(keyOf(tool), write(tool, desk.state)))
        desk.say("This browser does not save data for this page. Use Export before you leave.");
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
      desk.say(words, action("Undo", () => desk.replace(before, "Undone.")));
    },
  };
  return desk;
};

/**
 * Opens the state in a link, and asks first where this browser keeps another one.
 * @template T
 * @param {Desk<T>} desk
 * @param {Tool<T>} tool
 * @param {string} hash
 */
const openLink = async (desk, tool, hash) => {
  if (!hash.startsWith(LINK_MARK)) return;
  // The fragment stays until the reader has decided: instant navigation may load the page anew.
  const settle = () => history.replaceState(history.state, "", location.pathname + location.search);
  try {
    const shared = parse(tool, await unpack(hash.slice(LINK_MARK.length)));
    const open = () => {
      settle();
      desk.replace(shared, "The shared state is open.");
    };
    const keepMine = () => {
      settle();
      desk.say("Your own state is unchanged.");
    };
    const mine = recall(keyOf(tool));
    if (mine === null || mine === write(tool, shared)) return open();
    desk.say(
      "The link holds another state than the one kept in this browser.",
      action("Open the shared one", open),
      action("Keep mine", keepMine),
    );
  } catch (error) {
    desk.say(`The link could not be read. ${reason(error)} Nothing was changed.`);
  }
};

/** @type {<T>(desk: Desk<T>, tool: Tool<T>) => Promise<void>} */
const copyLink = async (desk, tool) => {
  const link = location.href.split("#")[0] + LINK_MARK + (await pack(write(tool, desk.state)));
  if (!(await copy(link))) desk.say("The browser did not allow copying. Use Export instead.");
  else if (link.length > LONG_LINK_CHARS)
    desk.say("The link is copied. It is long, and some programs cut long links: Export is safer.");
  else desk.say("The link is copied. Whoever opens it sees everything you typed.");
};

/** @type {<T>(desk: Desk<T>, tool: Tool<T>, file: File) => Promise<void>} */
const importFile = async (desk, tool, file) => {
  try {
    if (file.size > MAX_STATE_CHARS) throw new Problem("It is larger than one megabyte.");
    desk.replace(parse(tool, await file.text()), `'${file.name}' is open.`);
  } catch (error) {
    desk.say(`'${file.name}' could not be imported. ${reason(error)} Nothing was changed.`);
  }
};

/** The tool alone: the browser's own command prints the whole page. */
const print = () => {
  const alone = (/** @type {boolean} */ on) => document.body.classList.toggle("tool-alone", on);
  alone(true);
  window.addEventListener("afterprint", () => alone(false), { once: true });
  window.print();
};

/** @type {<T>(desk: Desk<T>, tool: Tool<T>) => HTMLElement} */
const toolbar = (desk, tool) => {
  const picker = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  picker.setAttribute("aria-label", "File to import");
  picker.onchange = () => {
    const [file] = picker.files ?? [];
    picker.value = "";
    if (file) void importFile(desk, tool, file);
  };
  const save = () => {
    download(`${tool.name}.json`, `${write(tool, desk.state)}\n`, "application/json");
    desk.say("The file is in your downloads.");
  };
  return h(
    "div",
    { className: "tool-bar", role: "group", "aria-label": "Save and share" },
    action("Export", save),
    action("Import", () => picker.click()),
    action("Copy share link", () => void copyLink(desk, tool)),
    action("Print", print),
    action("Start again", () => desk.replace(tool.fresh(), "Everything is empty again.")),
    picker,
  );
};

/** @type {<T>(desk: Desk<T>, tool: Tool<T>) => void} */
const restore = (desk, tool) => {
  const kept = recall(keyOf(tool));
  try {
    if (kept !== null) desk.state = parse(tool, kept);
  } catch (error) {
    keep(`${keyOf(tool)}-unreadable`, kept);
    desk.say(`What this browser kept could not be read. ${reason(error)} A copy of it is kept.`);
  }
};

/** @type {<T>(desk: Desk<T>, tool: Tool<T>, event: StorageEvent) => void} */
const follow = (desk, tool, { key, newValue }) => {
  if (key !== keyOf(tool) || newValue === null) return;
  try {
    desk.state = parse(tool, newValue);
    desk.render();
    desk.say("Another tab has changed this page's notes; they are shown here.");
  } catch {
    // Another version of the page wrote it: keep what is shown.
  }
};

/**
 * Puts a tool into its element and keeps its state.
 * @template T
 * @param {HTMLElement} root
 * @param {Tool<T>} tool
 * @param {AbortSignal} signal  The reader has gone to another page.
 * @param {string} hash  The fragment with which the page was opened.
 */
export const start = async (root, tool, signal, hash) => {
  const status = h("div", { className: "tool-status", role: "status" });
  const desk = deskFor(tool, signal, status);
  restore(desk, tool);
  root.replaceChildren(desk.body, toolbar(desk, tool), status);
  desk.render();
  const linked = () => void openLink(desk, tool, location.hash);
  window.addEventListener("hashchange", linked, { signal });
  window.addEventListener("storage", (event) => follow(desk, tool, event), { signal });
  await openLink(desk, tool, hash);
};
