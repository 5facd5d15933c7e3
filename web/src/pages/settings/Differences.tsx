/* Differences - what an import would do: entity by entity, field by field. */
import { Table } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { useResourceText } from "../history/ChangeList.tsx";
import { textOf } from "../history/paths.ts";
import { settingsWords } from "./words.ts";

export function Differences({ differences }: { differences: Schemas["config_imported"]["differences"] }): ReactElement {
  const t = useWords(settingsWords);
  const resourceText = useResourceText();
  return (
    <Table.ScrollContainer minWidth={560} mah="60vh" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={4} aria-label={t("catalogue")}>
        <Table.Tbody>
          {differences.map((one) => (
            <Table.Tr key={`${one.resource} ${one.id}`}>
              <Table.Td style={{ verticalAlign: "top", whiteSpace: "nowrap" }} className={one.action === "archive" ? "loss" : ""}>
                {t(`action.${one.action}`)}
              </Table.Td>
              <Table.Th scope="row" fw={400} style={{ verticalAlign: "top" }}>
                {resourceText(one.resource)} {one.name || `#${one.id}`}
              </Table.Th>
              <Table.Td className="mono">
                {one.action === "change" &&
                  one.fields.map((field) => (
                    <div key={field.field}>
                      {field.field}: {textOf(field.before)} → {textOf(field.after)}
                    </div>
                  ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
