/** Sends a file as the body of a call, and tells how far it is: `fetch` does not say what has left. */
import type { CallInput, CallOutput } from '../src/core/contract.ts';
import { getSession } from '../src/features/sessions/schema.ts';
import { type AnyContract, ApiError, addressOf, call, changeHeaders, readProblem } from './api.ts';

type Options = {
  /** Told the share of bytes that have left, 0 to 1; at 1 the server still reads them. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
};

/**
 * @example
 * const made = await upload(uploadFile, { query: { name: file.name } }, file, { onProgress: setShare });
 */
export async function upload<C extends AnyContract>(
  contract: C,
  input: Omit<CallInput<C>, 'body'>,
  file: Blob,
  options: Options = {},
): Promise<CallOutput<C>> {
  const address = addressOf(contract, input as CallInput<C>);
  try {
    return asPromised<C>(await send(address, file, options));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'request.csrf') throw error;
    await call(getSession, {});
    return asPromised<C>(await send(address, file, options));
  }
}

async function send(address: string, file: Blob, { onProgress, signal }: Options): Promise<unknown> {
  const answer = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    for (const [name, value] of Object.entries(changeHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.upload.onload = () => onProgress?.(1);
    request.onload = () => resolve(toResponse(request));
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(stopped());
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
  if (!answer.ok) throw await readProblem(answer);
  return answer.json();
}

function toResponse(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return new Response(request.responseText, { status: request.status, headers });
}

const unreachable = () =>
  new ApiError({
    status: 0,
    code: 'network.unreachable',
    message: 'Baton could not be reached, or it refused the file half-way. Check your connection, then try again.',
  });

const stopped = () => new ApiError({ status: 0, code: 'upload.stopped', message: 'You stopped the upload.' });

/** The server parses its answers with the same contract (tests hold it to that), so its word is taken here. */
function asPromised<C>(output: unknown): CallOutput<C> {
  return output as CallOutput<C>;
}
