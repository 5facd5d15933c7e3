/* ColumnsButton - opens the choice of columns. */
import { Button, Popover } from "@mantine/core";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import type { UserColumns } from "./useLayout.tsx";
import { tableWords } from "./words.ts";

const ColumnsPanel = lazy(() => import("./ColumnsPanel.tsx"));

export function ColumnsButton<Row>({ user }: { user: UserColumns<Row> }): ReactElement {
  const t = useWords(tableWords);
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus width="min(440px, 96vw)" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!isOpen)}>
          {t("columns")} ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t("columns")}>
        {isOpen && (
          <Suspense fallback={null}>
            <ColumnsPanel user={user as UserColumns<unknown>} />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
