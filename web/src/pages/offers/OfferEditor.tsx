import type { ReactElement } from "react";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";

/** id: of the entity, "new", or "new:TEMPLATE". */
export function OfferEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  return <EditorDrawer title={id} close={close}>{null}</EditorDrawer>;
}
