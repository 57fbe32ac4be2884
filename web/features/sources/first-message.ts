/** What a source needs to send its first message, with its own address and key. */

/**
 * @example
 * snippetFor('https://baton.example.com', 'bsk_1') // '<script async src="https://baton.example.com/baton.js" data-write-key="bsk_1"></script>'
 */
export function snippetFor(origin: string, writeKey: string): string {
  return `<script async src="${origin}/baton.js" data-write-key="${writeKey}"></script>`;
}

/** A line for a shell, the same on every system that has curl and quotes as POSIX shells do. */
export function curlFor(origin: string, writeKey: string): string {
  const message = { userId: 'test-1', event: 'Demo requested', properties: { form: 'demo-request' } };
  return [
    `curl ${origin}/v1/track`,
    `-u ${writeKey}:`,
    "-H 'content-type: application/json'",
    `-d '${JSON.stringify(message)}'`,
  ].join(' \\\n  ');
}

export const formExample = `<form data-baton="demo-request">
  <input type="email" name="email">
</form>`;
