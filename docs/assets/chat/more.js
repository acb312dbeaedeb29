// What is fetched once it is needed: landing on a quotation, and hiding personal data.
import { isOnPage, land } from "./cite.js";
import { mask } from "./mask.js";

export { isOnPage, land, mask };
