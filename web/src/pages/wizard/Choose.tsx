/* Choose - a step's question: create one here, take an existing one, or go without. */
import { Alert, Button, SegmentedControl, Stack } from "@mantine/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { idOf, type Choice, type Chosen } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

const RESOURCES = { source: "sources", network: "networks", offer: "offers", lander: "landers", campaign: "campaigns" } as const;

export interface ChooseProps {
  what: Chosen;
  choice: Choice;
  onChoose: (choice: Choice) => void;
  mayGoWithout?: boolean;
  /** The fields of a new one. */
  children: ReactNode;
  create: () => void;
  isCreating: boolean;
  canCreate: boolean;
  error: unknown;
}

export function Choose({ what, choice, onChoose, mayGoWithout = false, children, create, isCreating, canCreate, error }: ChooseProps): ReactElement {
  const t = useWords(wizardWords);
  const errorText = useErrorText();
  const [mode, setMode] = useState(choice === "none" ? "none" : choice === null ? "new" : "old");
  const [id, setId] = useState(idOf(choice));
  const modes = mayGoWithout ? (["new", "old", "none"] as const) : (["new", "old"] as const);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (mode === "none") onChoose("none");
        else if (mode === "old" && id !== null) onChoose(id);
        else if (mode === "new" && canCreate && !isCreating) create();
      }}
    >
      <Stack gap="sm">
        <div>
          <SegmentedControl size="xs" aria-label={t("mode.label", { step: t(what) })} data={modes.map((one) => ({ value: one, label: t(`mode.${one}`) }))} value={mode} onChange={setMode} />
        </div>
        {mode === "new" && children}
        {mode === "old" && <EntitySelect resource={RESOURCES[what]} label={t(what)} value={id} onChange={setId} isRequired />}
        {mode === "new" && error ? (
          <Alert color="red" role="alert">
            {errorText(error)}
          </Alert>
        ) : null}
        <div>
          <Button type="submit" loading={isCreating} disabled={(mode === "new" && !canCreate) || (mode === "old" && id === null)}>
            {t(mode === "new" ? "create" : "next")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
