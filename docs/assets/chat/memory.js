// The conversation lives in this tab's sessionStorage, and nowhere else.
import { attempt } from "./dom.js";

const KEY = "faq-chat";
const MARK = "faq-chat-mark";
export const MAX_TURNS = 20;

// Where storage is full or forbidden the conversation ends with the page.
/** @type {(key: string) => any} */
const read = (key) => attempt(() => JSON.parse(sessionStorage.getItem(key) ?? "null"));
/** @type {(key: string, value?: unknown) => void} */
const write = (key, value) =>
  attempt(() => {
    sessionStorage.removeItem(key);
    if (value) sessionStorage.setItem(key, JSON.stringify(value));
  });

/** @returns {Pick<Memory, "from" | "quote" | "turns">} */
const blank = () => ({ from: 0, quote: "", turns: [] });

/** @type {Memory} */
export const memory = { open: false, wide: false, ...blank(), ...read(KEY) };
export const save = () => write(KEY, memory);
export const forget = () => {
  Object.assign(memory, blank());
  write(KEY);
  rememberMark();
};
export const last = () => memory.turns.at(-1);

/** The mark, in case that storage does not keep it. @type {Mark | undefined} */
let kept;
/** @returns {Mark | undefined} */
export const recallMark = () => read(MARK) ?? kept;
/** @param {Mark} [mark] */
export const rememberMark = (mark) => {
  kept = mark;
  write(MARK, mark);
};
