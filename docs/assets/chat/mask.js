// Replaces personal data before it is sent. The service does the same (chatbot/service/masking.py);
// tests/data/masking.json has the cases of both.

/** Arabic, Urdu and wide digits as 0–9, any dash as "-", any space as " ": as long as before. */
const unified = (/** @type {string} */ text) =>
  text
    .replace(/[٠-٩۰-۹０-９]/g, (digit) => `${digit.charCodeAt(0) & 15}`)
    .replace(/[‐-―−－]/g, "-")
    .replace(/[\u00a0\u2000-\u200a\u202f]/g, " ");

/** @param {string} text */
const luhn = (text) => {
  const digits = text.replace(/\D/g, "").split("").reverse();
  return digits.reduce((sum, it, n) => sum + Number(n % 2 ? "0246813579"[+it] : it), 0) % 10 === 0;
};

const WORDS = {
  email: "[e-mail]",
  id: "[identity number]",
  card: "[card number]",
  phone: "[phone number]",
};
/** Not inside a longer number or after its decimal point. */
const apart = (/** @type {string} */ pattern) => new RegExp(`(?<!\\d|\\d[.,])${pattern}(?!\\d)`, "g");

/**
 * What is looked for, in this order: what has one shape only comes before what takes many.
 * @type {[keyof typeof WORDS, RegExp][]}
 */
const PERSONAL = [
  ["email", /[\p{L}\p{M}\p{N}._%+-]{1,64}@[\p{L}\p{M}\p{N}-]{1,63}(?:\.[\p{L}\p{M}\p{N}-]{1,63})+/gu],
  ["id", /(?<!\d)(?!97[89])\d{5} ?-? ?\d{7} ?-? ?\d(?!\d)/g],
  ["id", /(?<!\d)\d{3}-\d\d-\d{4}(?!\d)/g],
  ["card", apart("(?:2[2-7]|[3-6]\\d)\\d\\d(?:[ .-]{0,3}\\d{4}){3}")],
  // The usual lengths first: what follows is no part of the number.
  ...[16, 15, 19, 18, 17, 14, 13].map(
    (n) =>
      /** @type {["card", RegExp]} */ ([
        "card",
        apart(`(?:2[2-7]|[3-6]\\d)(?:[ -]{0,3}\\d){${n - 2}}`),
      ]),
  ),
  // A mobile number of Pakistan (a round one is an amount), "042/35712345", "(415) 555-2671".
  [
    "phone",
    apart(
      "(?:(?:(?:\\+|00)?92[ .-]?(?:\\(0\\) ?)?|0)?3(?!\\d*0{5}(?!\\d))\\d\\d[ .-]?\\d{3}[ .-]?\\d{4}|0\\d{2,3}/\\d{7,8}|(?:\\+?1[ .-])?(?:\\([2-9]\\d\\d\\) ?|[2-9]\\d\\d[ .-])[2-9]\\d\\d[ .-]\\d{4})",
    ),
  ],
  // Any other, but no full date, month, hours or offset from UTC.
  [
    "phone",
    apart(
      "(?<!\\d-|UTC|GMT|\\+)(?!(?:(?:\\d\\d?([./-])\\d\\d?\\1|(?:0[1-9]|1[0-2])[ ./-])(?:19|20)\\d\\d|[012]\\d[.:]?[0-5]\\d ?- ?[012]\\d[.:]?[0-5]\\d)(?!\\d))(?:\\(0\\d{2,4}\\)(?:[ .-]{0,2}\\d){6,10}|[+0]\\d(?:[ ().-]{0,2}\\d){8,13})",
    ),
  ],
];

/**
 * Personal data replaced by its name.
 * @param {string} text
 * @returns The text, and the kinds of what was replaced.
 */
export const mask = (text) => {
  /** @type {Set<keyof typeof WORDS>} */
  const hidden = new Set();
  let copy = unified(text);
  for (const [name, pattern] of PERSONAL) {
    pattern.lastIndex = 0;
    for (let found; (found = pattern.exec(copy)); ) {
      const { index, 0: part } = found;
      pattern.lastIndex = index + 1;
      if (name === "card" && !luhn(part)) continue;
      hidden.add(name);
      const word = WORDS[name];
      const put = (/** @type {string} */ it) =>
        it.slice(0, index) + word + it.slice(index + part.length);
      [text, copy] = [put(text), put(copy)];
    }
  }
  return { text, hidden: [...hidden] };
};
