/* ExportButton - the rows of a report or log, all of them, as a CSV file. */
import { Button } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { file, type Query } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { reportWords } from "./reportWords.ts";

export function ExportButton({ path, query, name }: { path: string; query: Query; name: string }): ReactElement {
  const t = useWords(reportWords);
  const tell = useTellError();
  const [isBusy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const address = URL.createObjectURL(await file(path, { ...query, limit: null, cursor: null, format: "csv", export: "all", bom: true }));
      const link = Object.assign(document.createElement("a"), { href: address, download: `${name}.csv` });
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      tell(error);
    }
    setBusy(false);
  };
  return (
    <Button variant="default" disabled={isBusy} onClick={() => void save()}>
      {t(isBusy ? "exporting" : "export")}
    </Button>
  );
}
