import { fill } from "./strings.js";
import { more as t } from "./strings.more.js";

/** @param {string} text */
const luhn = (text) => {
  const digits = [...text.replace(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, n) => {
    const value = n % 2 ? digit * 2 : digit;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/** @type {[RegExp, keyof typeof t & string, string, ((text: string) => boolean)?][]} */
const KINDS = [
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, "email", "[e-mail]"],
  [/(?<!\d)\d{5}[- ]?\d{7}[- ]?\d(?!\d)/g, "id", "[identity number]"],
  [/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, "card", "[card number]", luhn],
  [/(?<![\d.,])(?:\+|0)\d(?:[ ().-]{0,2}\d){8,13}(?!\d)/g, "phone", "[phone number]"],
];

/**
 * Personal data replaced by its name.
 * @param {string} text
 * @returns {{ text: string, said: string, undo: string }} `said` names what was replaced, if any.
 */
export const mask = (text) => {
  /** @type {Set<string>} */
  const hidden = new Set();
  for (const [pattern, name, word, check] of KINDS)
    text = text.replace(pattern, (found) => {
      if (check && !check(found)) return found;
      hidden.add(String(t[name]));
      return word;
    });
  const said = hidden.size ? fill(t.hid, { x: [...hidden].join(", ") }) : "";
  return { text, said, undo: t.undo };
};
