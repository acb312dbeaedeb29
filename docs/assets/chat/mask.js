// Replaces personal data before it is sent. The service does the same (chatbot/service/masking.py);
// tests/data/masking.json has the cases of both.
import { fill, t } from "./strings.js";

/** Arabic, Urdu and wide digits as 0–9, any dash as "-", any space as " ": as long as before. */
const unified = (/** @type {string} */ text) =>
  text
    .replace(/[٠-٩۰-۹０-９]/g, (digit) => `${digit.charCodeAt(0) & 15}`)
    .replace(/[‐-―−－]/g, "-")
    .replace(/[\u00a0\u2000-\u200a\u202f]/g, " ");

/** @param {string} text */
const luhn = (text) => {
  const digits = [...text.replace(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, n) => {
    const value = n % 2 ? digit * 2 : digit;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/**
 * What is looked for, in this order. A phone number does not begin within an amount or a date.
 * @type {[keyof typeof t & string, string, RegExp][]}
 */
const PERSONAL = [
  [
    "email",
    "[e-mail]",
    /[\p{L}\p{M}\p{N}._%+-]{1,64}@[\p{L}\p{M}\p{N}-]{1,63}(?:\.[\p{L}\p{M}\p{N}-]{1,63})+/gu,
  ],
  ["id", "[identity number]", /(?<!\d)[1-8]\d{4}[ -]{0,3}\d{7}[ -]{0,3}\d(?!\d)/g],
  ["id", "[identity number]", /(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])/g],
  [
    "card",
    "[card number]",
    /(?<!\d|\d[.,])(?:[3-6]\d|2[2-7])\d\d(?:[ .-]{0,3}\d{4}){3}(?!\d)/g,
  ],
  [
    "card",
    "[card number]",
    /(?<!\d|\d[.,])(?:[3-6]\d|2[2-7])\d\d(?:[ .-]{0,3}\d{4}){2,3}[ .-]{0,3}\d{1,3}(?!\d)/g,
  ],
  ["card", "[card number]", /(?<!\d)3\d{3}[ .-]{0,3}\d{6}[ .-]{0,3}\d{5}(?!\d)/g],
  // "0300-1234567", "+92 (300) 123 4567", "(042) 35712345", but not "01-02-2024 10:30".
  [
    "phone",
    "[phone number]",
    /(?<!\d|\d[.,/-])(?!0\d[.-](?:\d\d?[.-])?(?:19|20)\d\d(?!\d))(?:\((?=0\d+\)))?[+0]\d(?:[ ().-]{0,3}\d){8,13}(?!\d)/g,
  ],
  ["phone", "[phone number]", /(?<!\d|\d[.,/-])0\d{2,3}\/\d{6,8}(?!\d)/g],
  // "415-555-2671", "(415) 555-2671"
  [
    "phone",
    "[phone number]",
    /(?<!\d|\d[.,/-])(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?![.,/-]?\d)/g,
  ],
  // "300 1234567", "923001234567", but not three thousand million.
  [
    "phone",
    "[phone number]",
    /(?<!\d|\d[.,/-])(?:92[ -]?)?(?!3\d*0{5})3[0-4]\d[ -]?\d{7}(?![.,]?\d)/g,
  ],
];

/**
 * Personal data replaced by its name.
 * @param {string} text
 * @returns {{ text: string, said: string, undo: string }} `said` names what was replaced, if any.
 */
export const mask = (text) => {
  /** @type {Set<string>} */
  const hidden = new Set();
  let copy = unified(text);
  for (const [name, word, pattern] of PERSONAL) {
    pattern.lastIndex = 0;
    for (let found; (found = pattern.exec(copy)); ) {
      const { index, 0: part } = found;
      pattern.lastIndex = index + 1;
      if (name === "card" && !luhn(part)) continue;
      hidden.add(String(t[name]));
      const put = (/** @type {string} */ it) =>
        it.slice(0, index) + word + it.slice(index + part.length);
      [text, copy] = [put(text), put(copy)];
    }
  }
  const said = hidden.size ? fill(t.hid, { x: [...hidden].join(", ") }) : "";
  return { text, said, undo: t.undo };
};
