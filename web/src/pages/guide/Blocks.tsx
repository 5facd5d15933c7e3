/* Blocks - a guide's text and pictures. */
import { Anchor } from "@mantine/core";
import { Fragment, type ReactElement, type ReactNode } from "react";
import type { Block, Inline } from "./blocks.ts";
import classes from "./guide.module.css";

export function Inlines({ all }: { all: readonly Inline[] }): ReactElement {
  const one = (inline: Inline): ReactNode => {
    if (typeof inline === "string") return inline;
    switch (inline.kind) {
      case "code":
        return <code>{inline.text}</code>;
      case "strong":
        return (
          <strong>
            <Inlines all={inline.inlines} />
          </strong>
        );
      case "em":
        return (
          <em>
            <Inlines all={inline.inlines} />
          </em>
        );
      case "link":
        return (
          <Anchor href={inline.href} target="_blank" rel="noreferrer" fz="inherit">
            <Inlines all={inline.inlines} />
          </Anchor>
        );
    }
  };
  return (
    <>
      {all.map((inline, i) => (
        <Fragment key={i}>{one(inline)}</Fragment>
      ))}
    </>
  );
}

/** A paragraph that is alone in its item needs no room of its own. */
function Item({ blocks }: { blocks: readonly Block[] }): ReactElement {
  const [first, ...rest] = blocks;
  return (
    <li>
      {first?.kind === "paragraph" ? <Inlines all={first.inlines} /> : first && <OneBlock block={first} />}
      <Blocks all={rest} />
    </li>
  );
}

function OneBlock({ block }: { block: Block }): ReactElement {
  switch (block.kind) {
    case "heading":
      return (
        <h3>
          <Inlines all={block.inlines} />
        </h3>
      );
    case "paragraph":
      return (
        <p>
          <Inlines all={block.inlines} />
        </p>
      );
    case "picture":
      return (
        <a href={block.source} target="_blank" rel="noreferrer" className={classes.picture}>
          <img src={block.source} alt={block.alt} width={block.width} height={block.height} loading="lazy" decoding="async" />
        </a>
      );
    case "note":
      return (
        <aside className={classes.note}>
          <Blocks all={block.blocks} />
        </aside>
      );
    case "list": {
      const items = block.items.map((item, i) => <Item key={i} blocks={item} />);
      return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case "code":
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
  }
}

export function Blocks({ all }: { all: readonly Block[] }): ReactElement {
  return (
    <>
      {all.map((block, i) => (
        <OneBlock key={i} block={block} />
      ))}
    </>
  );
}
