import type { z } from 'zod';
import type { ClientConfig } from '../config.ts';
import type { CallInput, CallOutput, Contract } from '../core/contract.ts';
import { BatonError } from '../core/errors.ts';
import { signIn } from '../features/sessions/schema.ts';

type AnyContract = Contract<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;
type Parts = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };

/** Calls routes of a running Baton, as a key or as a member who signs in first. */
export type Client = {
  /** @param version of the record that is edited */
  call<C extends AnyContract>(contract: C, input: CallInput<C>, version?: number): Promise<CallOutput<C>>;
};

/** Speaks to the Baton of the settings. Nothing is sent before the first call. */
export function createClient({ url, key, email, password }: ClientConfig): Client {
  const headers = new Headers({ accept: 'application/json', origin: url });
  let isSignedIn = false;
  const send = async (contract: AnyContract, { params = {}, query = {}, body }: Parts, version?: number) => {
    const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
    const own = new Headers(headers);
    if (body !== undefined) own.set('content-type', 'application/json');
    if (version !== undefined) own.set('if-match', `"${version}"`);
    const answer = await fetch(`${url}${path}${search ? `?${search}` : ''}`, {
      method: contract.method,
      headers: own,
      body: body === undefined ? null : JSON.stringify(body),
    }).catch((cause: unknown) => {
      throw new BatonError(
        'conflict',
        'server.unreachable',
        `No Baton answers at ${url}. Start it, or set BATON_URL.`,
        {
          cause,
        },
      );
    });
    const said: unknown = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      const detail =
        isRecord(said) && typeof said.detail === 'string' ? said.detail : `The server answered ${answer.status}.`;
      throw new BatonError('conflict', 'server.refused', detail);
    }
    return { said, cookie: answer.headers.get('set-cookie') };
  };
  const enter = async () => {
    if (isSignedIn) return;
    isSignedIn = true;
    if (email !== undefined && password !== undefined) {
      const { said, cookie } = await send(signIn, { body: { email, password } });
      headers.set('cookie', cookie?.split(';')[0] ?? '');
      if (isRecord(said)) headers.set('x-csrf-token', String(said.csrfToken));
    } else if (key !== undefined) {
      headers.set('authorization', `Bearer ${key}`);
    } else {
      const detail = 'Set BATON_KEY to an API key, or BATON_EMAIL and BATON_PASSWORD.';
      throw new BatonError('unauthenticated', 'client.nobody', detail);
    }
  };
  return {
    async call<C extends AnyContract>(contract: C, input: CallInput<C>, version?: number) {
      await enter();
      return asPromised<C>((await send(contract, partsOf(input), version)).said);
    },
  };
}

/** The parts that a contract takes are these, whatever their shapes. */
const partsOf = (input: unknown): Parts => input as Parts;

/** A server of the same version answers in the shape of its contract. */
const asPromised = <C>(said: unknown): CallOutput<C> => said as CallOutput<C>;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
