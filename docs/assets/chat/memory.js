// The conversation lives in this tab's sessionStorage, and nowhere else.
const KEY = "faq-chat";
const MARK = "faq-chat-mark";
export const MAX_TURNS = 20;

/** @type {<T>(key: string, otherwise: T) => T} */
const read = (key, otherwise) => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
};
/** @type {(key: string, value: unknown) => void} */
const write = (key, value) => {
  try {
    if (value) sessionStorage.setItem(key, JSON.stringify(value));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden: the conversation then ends with the page.
  }
};

/** @returns {Memory} */
export const recall = () => ({ open: false, wide: false, from: 0, turns: [], ...read(KEY, {}) });
/** @param {Memory} memory */
export const remember = (memory) => write(KEY, memory);
/** @returns {Mark | null} */
export const recallMark = () => read(MARK, null);
/** @param {Mark | null} mark */
export const rememberMark = (mark) => write(MARK, mark);
export const forget = () => [KEY, MARK].forEach((key) => write(key, null));
