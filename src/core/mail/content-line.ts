/** One line of a calendar file: `NAME;PARAMETER=value:value`. Names are in capitals, values as they were written. */
export type ContentLine = { name: string; params: Readonly<Record<string, string>>; value: string };

/** No file of an invitation has more; what follows is not read. */
const mostLines = 5_000;
const longestLine = 20_000;

/**
 * Reads the lines of a calendar file (RFC 5545, 3.1): folded ones are joined, parameters may stand in quotes. What is no such
 * line is left out.
 *
 * @example
 * readContentLines('ATTENDEE;CN="Doe; Dana":mailto:dana\r\n @plant.example')
 * // [{ name: 'ATTENDEE', params: { CN: 'Doe; Dana' }, value: 'mailto:dana@plant.example' }]
 */
export function readContentLines(text: string): ContentLine[] {
  const lines: ContentLine[] = [];
  for (const line of text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/, mostLines)) {
    const read = line.length > longestLine ? null : readLine(line);
    if (read !== null) lines.push(read);
  }
  return lines;
}

function readLine(line: string): ContentLine | null {
  const name = /^[A-Za-z0-9-]+/.exec(line)?.[0];
  if (name === undefined) return null;
  const params: Record<string, string> = {};
  let at = name.length;
  while (line[at] === ';') {
    const key = /^[A-Za-z0-9-]+(?==)/.exec(line.slice(at + 1, at + 101))?.[0];
    if (key === undefined) return null;
    at += key.length + 2;
    const end = endOfValue(line, at);
    const given = line.slice(at, end);
    if (Object.keys(params).length < 50) params[key.toUpperCase()] = given.replaceAll('"', '');
    at = end;
  }
  return line[at] === ':' ? { name: name.toUpperCase(), params, value: line.slice(at + 1) } : null;
}

/** Where the value of a parameter ends: signs within quotes are its own. */
function endOfValue(line: string, from: number): number {
  let quoted = false;
  for (let at = from; at < line.length; at += 1) {
    const sign = line[at];
    if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === ';' || sign === ':')) return at;
  }
  return line.length;
}

/**
 * A text value as people read it: `\n` is a new line, a backslash keeps the sign behind it (RFC 5545, 3.3.11).
 *
 * @example
 * readCalendarText('Pumps\\, valves\\nand more') // 'Pumps, valves\nand more'
 */
export function readCalendarText(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign));
}

/**
 * The same backwards, for those who write such files.
 *
 * @example
 * writeCalendarText('Pumps, valves\nand more') // 'Pumps\\, valves\\nand more'
 */
export function writeCalendarText(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r?\n/g, '\\n');
}
