/* RightsTable - which role may read or write what: all roles beside each other, or one of them, which fits beside a form. */
import { Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { RIGHTS, ROLES, type Level, type Role } from "./rights.ts";
import { areaRightWords, teamWords } from "./words.ts";

const WORD = { write: "access.all", read: "access.read", none: "access.none" } as const satisfies Record<Level, string>;

const ALL_WIDTH = 560;
const ONE_WIDTH = 200;

export function RightsTable({ role: only }: { role?: Role }): ReactElement {
  const t = useWords(teamWords);
  const areas = useWords(areaRightWords);
  const roles = only === undefined ? ROLES : [only];
  return (
    <Table.ScrollContainer minWidth={only === undefined ? ALL_WIDTH : ONE_WIDTH} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing={3} withTableBorder aria-label={t("users.rights")} style={{ maxWidth: 900 }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("area")}</Table.Th>
            {roles.map((role) => (
              <Table.Th key={role} scope="col">
                {t(`role.${role}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {RIGHTS.map(([area, levels]) => (
            <Table.Tr key={area}>
              <Table.Th scope="row" fw={400}>
                {areas(area)}
              </Table.Th>
              {roles.map((role) => (
                <Table.Td key={role}>
                  <Text span size="sm" fw={levels[role] === "write" ? 600 : 400} className={levels[role] === "none" ? "muted" : ""}>
                    {t(WORD[levels[role]])}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
