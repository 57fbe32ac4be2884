/** JSON for people to read and to correct. What turns the direction of text is written as an escape, so that it turns nothing here. */

const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A text of strangers for one line: nothing in it turns what stands beside it, or itself into what it is not.
 *
 * @example
 * writePlain('\u202etxt.exe') // '\\u202etxt.exe'
 */
export const writePlain = (text: string): string => text.replace(turning, escaped);

/**
 * @example
 * writeJson({ name: 'a\u202eb' }) // '{\n  "name": "a\\u202eb"\n}'
 */
export function writeJson(value: unknown): string {
  return writePlain(JSON.stringify(value, null, 2));
}

/**
 * A message that was kept as it came, in lines where it is JSON and as it is where it is not.
 *
 * @example
 * layOut('{"type":"track"}') // '{\n  "type": "track"\n}'
 * layOut('{"type":') // '{"type":'
 */
export function layOut(text: string): string {
  try {
    return writeJson(JSON.parse(text));
  } catch {
    return text;
  }
}

/** What somebody typed as a message: the message, or why it is none. */
export function readMessage(text: string): { message: Record<string, unknown> } | { fault: string } {
  if (text.trim() === '') return { fault: 'Write the message as JSON.' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `This is not JSON yet: ${error instanceof Error ? error.message : 'it cannot be read'}.` };
  }
  return isMessage(value) ? { message: value } : { fault: 'A message is one JSON object, in braces.' };
}

const isMessage = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
