/* ExportMenu - all rows that the filters leave, as a file that the browser writes while it is read. */
import { Button, Menu } from "@mantine/core";
import type { ReactElement } from "react";
import { linkOf, type Query } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { logWords } from "./words.ts";

const FORMATS = ["csv", "jsonl", "parquet"] as const;

export function ExportMenu({ path, query, name }: { path: string; query: Query; name: string }): ReactElement {
  const t = useWords(logWords);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{t("export")} ▾</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} component="a" download href={linkOf(path, { ...query, format, export: "all", download: `${name}.${format}`, bom: format === "csv" ? true : null })}>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
