import type { z } from 'zod';
import type { Access } from './access.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One route as data. The server binds it to a verb, OpenAPI and the authorisation matrix are made from it, and the web
 * app's client infers its types from it: there is no second description of a route anywhere.
 */
export type Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> = {
  /** `noun.verb`, unique; the operation id in OpenAPI and the name in the matrix. */
  readonly id: string;
  readonly method: Method;
  /** Fastify style: `/api/members/:memberId`. A parameter named `<noun>Id` names a record of that noun. */
  readonly path: `/${string}`;
  /** One sentence that starts with a verb. */
  readonly summary: string;
  readonly access: Access;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Response;
  /** 200 unless said; 204 has an empty body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** The response is sent as this media type instead of JSON; `response` is then a string. */
  readonly media?:
    | 'text/csv'
    | 'text/calendar'
    | 'application/yaml'
    | 'application/pdf'
    | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  /** The response is this picture: base64 in `response`, bytes on the wire. */
  readonly picture?: 'image/gif';
  /**
   * Asked for `text/event-stream` it is read again whenever something happened, and each item of `data` is sent as an event:
   * `after` names the query parameter that says from where on, `until` the one that says where the news end which woke the
   * stream, `last` the member of the answer that says where it ended.
   */
  readonly stream?: { readonly after: string; readonly until: string; readonly last: string };
  /**
   * Called by pages of any site and by clients that say little of what they send: every origin is answered, without
   * credentials; JSON is read under any media type, or none, gzip too; `bodyLimit` is in bytes, after inflating.
   */
  readonly crossSite?: { readonly bodyLimit: number };
  /**
   * The body is a file as it is, under any media type: `body` gets its bytes, at most `bodyLimit` of them, and takes a text
   * in tests and examples. It is not kept with an Idempotency-Key, so the route is `keyed: false`.
   */
  readonly upload?: { readonly bodyLimit: number };
  /** The record has a version: reads answer with `ETag`, edits need `If-Match` (428 without, 412 when stale). */
  readonly versioned?: 'read' | 'edit';
  /**
   * False where a refusal must leave a trace, such as a counted wrong password: an Idempotency-Key would put the whole
   * request into one transaction and undo the trace, so it is ignored.
   */
  readonly keyed?: false;
  /** A body that is valid for this route, for the docs and the matrix. `{memberId}` and the like stand for records of the test world. */
  readonly example?: z.input<Body>;
};

/**
 * Declares a route. Only infers types; the value is returned as it is.
 *
 * @example
 * contract({ id: 'teams.list', method: 'GET', path: '/api/teams', summary: 'List teams.', access: 'signed-in', response: Empty }).id // 'teams.list'
 */
export function contract<
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
  Response extends z.ZodType = z.ZodNever,
>(declaration: Contract<Params, Query, Body, Response>): Contract<Params, Query, Body, Response> {
  return declaration;
}

type Given<Key extends string, Shape extends z.ZodType> = [z.output<Shape>] extends [never]
  ? unknown
  : { [K in Key]: z.input<Shape> };

/** What a caller must give: the inputs of the shapes that the contract has. */
export type CallInput<C> =
  C extends Contract<infer Params, infer Query, infer Body, z.ZodType>
    ? Given<'params', Params> & Given<'query', Query> & Given<'body', Body>
    : never;

/** What comes back. */
export type CallOutput<C> =
  C extends Contract<z.ZodType, z.ZodType, z.ZodType, infer Response> ? z.output<Response> : never;
