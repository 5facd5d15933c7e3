/* csv - a list as a file: all its pages in the server's own CSV, one header. */
import { ApiError, linkOf, type Query } from "../../api/client.ts";

/** Where the page after this one is, as the header Link says. */
function nextOf(reply: Response): string | null {
  return /<([^>]+)>;\s*rel="next"/.exec(reply.headers.get("Link") ?? "")?.[1] ?? null;
}

export async function saveCsv(resource: string, query: Query, name: string): Promise<void> {
  const parts: string[] = [];
  let address: string | null = linkOf(resource, { ...query, limit: 1000 });
  while (address !== null) {
    const reply: Response = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/csv" } });
    const text = await reply.text();
    if (!reply.ok) throw new ApiError(reply.status, "csv", text.slice(0, 200), "");
    parts.push(parts.length === 0 ? text : text.slice(text.indexOf("\n") + 1));
    address = nextOf(reply);
  }
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
