/* Setup - the page behind a one-time link: the token stands behind the #, so only one request's body carries it. */
import { useState, type ReactElement } from "react";

export default function Setup(): ReactElement {
  const [token] = useState(() => window.location.hash.slice(1));
  return <p>{token}</p>;
}
