/* blocks - what a guide is made of, as web/guide.mjs reads it out of docs/guide.LANGUAGE.md. */
export type Inline = string | { kind: "code"; text: string } | { kind: "strong" | "em"; inlines: readonly Inline[] } | { kind: "link"; href: string; inlines: readonly Inline[] };

export type Block =
  | { kind: "heading"; level: number; inlines: readonly Inline[] }
  | { kind: "paragraph"; inlines: readonly Inline[] }
  | { kind: "picture"; source: string; alt: string; width: number; height: number }
  | { kind: "note"; blocks: readonly Block[] }
  | { kind: "list"; isOrdered: boolean; start: number; items: readonly (readonly Block[])[] }
  | { kind: "code"; text: string };
