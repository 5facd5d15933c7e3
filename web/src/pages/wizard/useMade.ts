/* useMade - what the server warned of when the wizard created something; shown beside the step until it is chosen anew. */
import { useState } from "react";
import type { Chosen } from "./wizardState.ts";

export interface Made {
  warnings: Partial<Record<Chosen, readonly { message: string }[]>>;
  tell: (what: Chosen, warnings: readonly { message: string }[] | undefined) => void;
}

export function useMade(): Made {
  const [warnings, setWarnings] = useState<Made["warnings"]>({});
  return { warnings, tell: (what, told) => setWarnings((old) => ({ ...old, [what]: told ?? [] })) };
}
