/**
 * The program's refusals in plain words. They read ``where: `argument` must <rule>, got <value>. <What to do.>``, which helps
 * whoever calls it from Python; whoever looks at a page wants the rule and what to do.
 */

const FORM = /^[^`]*`[^`]+` (must .+?), got .+?[^.\d]\. (?=[A-Z])(.+)$/s;
const HEAD = /^[\w .]+: (?:`[^`]+` )?/;

/**
 * @param {string} message
 * @returns {{rule: string, advice: string}} `advice` may be empty
 */
export function explain(message) {
  const parts = FORM.exec(message);
  if (parts) return { rule: parts[1], advice: parts[2] };
  return { rule: message.replace(HEAD, "").replace(/\.$/, ""), advice: "" };
}
