/* client - one way to the desk's API: JSON in and out, errors that know their field. */
import type { components } from "./schema.d.ts";

export type Schemas = components["schemas"];

/** What the API refused: `field` names the input, when one was at fault. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string,
  ) {
    super(message);
  }
}

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

/** The query of a URL; null, undefined and "" are left out, a list stands as often as it has items. */
export function queryOf(query: Query | undefined): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

let workspace: number | null = null;

/** Which workspace calls are narrowed to; null: all that the user may see. */
export function setWorkspace(id: number | null): void {
  workspace = id;
}

/** The address of a GET that the browser itself asks for: a link carries no header, so the workspace stands in it. */
export function linkOf(path: string, query?: Query): string {
  return `/api/v1/${path}${queryOf({ ...query, workspace })}`;
}

let language = "en";

/** In which language the server says what it has to say. */
export function setAnswerLanguage(name: string): void {
  language = name;
}

/** Where an unauthenticated answer leads. */
let onSignedOut = (): void => undefined;
export function whenSignedOut(told: () => void): void {
  onSignedOut = told;
}

async function refusal(reply: Response): Promise<ApiError> {
  const text = await reply.text();
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string; field?: string | null } };
    return new ApiError(reply.status, error.code, error.message, error.field ?? "");
  } catch {
    return new ApiError(reply.status, "unreadable", text.slice(0, 200) || reply.statusText, "");
  }
}

async function call(method: string, path: string, options: { query?: Query; body?: unknown; signal?: AbortSignal; accept?: string; key?: string } = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: options.accept ?? "application/json", "Accept-Language": language };
  if (workspace !== null) headers["X-Workspace"] = String(workspace);
  if (method !== "GET") headers["Content-Type"] = "application/json";
  if (options.key !== undefined) headers["Idempotency-Key"] = options.key;
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (method !== "GET") init.body = JSON.stringify(options.body ?? {});
  if (options.signal) init.signal = options.signal;
  const reply = await fetch(`/api/v1/${path}${queryOf(options.query)}`, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "", "");
  });
  if (reply.ok) return reply;
  const error = await refusal(reply);
  if (error.status === 401 && path !== "session") onSignedOut();
  throw error;
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return (await (await call("GET", path, { query, signal })).json()) as T;
}
/** `key`: what is done once by it, however often it is sent. */
/** An answer as a file, such as CSV. */
export async function file(path: string, query?: Query): Promise<Blob> {
  return (await call("GET", path, { query, accept: "*/*" })).blob();
}
export async function post<T>(path: string, body?: unknown, query?: Query, key?: string): Promise<T> {
  return (await (await call("POST", path, { body, query, ...(key === undefined ? {} : { key }) })).json()) as T;
}
/** A file as it is: XML of exchange rates, a catalogue. It concerns the whole account, whichever workspace one stands in. */
export async function postFile<T>(path: string, text: string, type: string, query?: Query): Promise<T> {
  const init: RequestInit = { method: "POST", headers: { Accept: "application/json", "Accept-Language": language, "Content-Type": type }, credentials: "same-origin", body: text };
  const reply = await fetch(`/api/v1/${path}${queryOf(query)}`, init).catch(() => {
    throw new ApiError(0, "unreachable", "", "");
  });
  if (reply.ok) return (await reply.json()) as T;
  const error = await refusal(reply);
  if (error.status === 401) onSignedOut();
  throw error;
}
export async function patch<T>(path: string, body: unknown): Promise<T> {
  return (await (await call("PATCH", path, { body })).json()) as T;
}
export async function put<T>(path: string, body: unknown): Promise<T> {
  return (await (await call("PUT", path, { body })).json()) as T;
}
export async function remove<T>(path: string): Promise<T> {
  return (await (await call("DELETE", path)).json()) as T;
}

/** A page of a list or log. */
export interface Page<T> {
  rows: T[];
  next: string | null;
}
