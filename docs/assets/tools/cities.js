// The cities of the guide and every zone that the browser knows, as one list to choose from.
import { h } from "../chat/dom.js";
import { choice } from "./fields.js";

/** @type {[string, string][]} */
const CITIES = [
  ["Europe/London", "London"],
  ["Europe/Berlin", "Berlin"],
  ["Asia/Dubai", "Dubai"],
  ["America/New_York", "New York"],
  ["America/Toronto", "Toronto"],
  ["America/Los_Angeles", "San Francisco"],
  ["Asia/Singapore", "Singapore"],
  ["Australia/Sydney", "Sydney"],
];

/** Browsers keep some names that the cities themselves have left. */
/** @type {Record<string, string>} */
const RENAMED = {
  Calcutta: "Kolkata",
  Katmandu: "Kathmandu",
  Kiev: "Kyiv",
  Rangoon: "Yangon",
  Saigon: "Ho Chi Minh City",
};

/** @type {(part: string) => string} */
const spoken = (part) => RENAMED[part] ?? part.replaceAll("_", " ");

/** @type {(zone: string) => string} */
export const cityOf = (zone) =>
  CITIES.find(([name]) => name === zone)?.[1] ??
  spoken(zone.split("/").at(-1) ?? zone);

/** @type {(zone: string, onchange: (zone: string) => void) => HTMLElement} */
export const zones = (zone, onchange) => {
  const all = Intl.supportedValuesOf("timeZone");
  const extra = all.includes(zone) || CITIES.some(([name]) => name === zone) ? [] : [zone];
  /** @type {Map<string, string[]>} */
  const regions = new Map();
  for (const name of [...extra, ...all]) {
    const region = name.split("/")[0] ?? "";
    regions.set(region, [...(regions.get(region) ?? []), name]);
  }
  const it = choice("zone", [], "", onchange);
  const group = (/** @type {string} */ label, /** @type {(readonly [string, string])[]} */ items) =>
    h(
      "optgroup",
      { label },
      ...items.map(([value, name]) => h("option", { value, textContent: name })),
    );
  it.append(group("Cities of this guide", CITIES));
  for (const [region, names] of regions)
    it.append(
      group(
        region,
        names.map((name) => {
          const place = name.split("/").slice(1).reverse().map(spoken).join(", ");
          return /** @type {const} */ ([name, place || name]);
        }),
      ),
    );
  it.value = zone;
  return it;
};
