// A state as the fragment of a link, and back.

const MAX_BYTES = 1_000_000;

/** What is wrong with a file, a link or a field, in words for the reader. */
export class Problem extends Error {}

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
    if (out.length > MAX_BYTES) throw new Problem("The link holds too much.");
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
