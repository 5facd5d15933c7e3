/* ScopePicker - what a key may do: everything, or area by area read or write; the value is the API's list of scopes. */
import { SegmentedControl, Select, Table } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { RIGHTS, type Level } from "./rights.ts";
import { areaRightWords, teamWords } from "./words.ts";

/* Users, keys and imports take a key that may everything: scopes of their own would do nothing. */
const WHOLE_ONLY = new Set<string>(["users", "keys", "config"]);
const AREAS = RIGHTS.map(([area]) => area).filter((area) => !WHOLE_ONLY.has(area));

export function ScopePicker({ value, onChange, error }: { value: readonly string[]; onChange: (value: string[]) => void; error?: string | undefined }): ReactElement {
  const t = useWords(teamWords);
  const areas = useWords(areaRightWords);
  const whole = value.includes("write") ? "write" : value.includes("read") ? "read" : "some";
  const levelOf = (area: string): Level => (value.includes(`${area}:write`) ? "write" : value.includes(`${area}:read`) ? "read" : "none");
  const setLevel = (area: string, level: string): void => {
    const others = value.filter((scope) => !scope.startsWith(`${area}:`));
    onChange(level === "none" ? others : [...others, `${area}:${level}`]);
  };
  return (
    <div>
      <Select
        label={t("keys.scopes")}
        error={error}
        allowDeselect={false}
        data={(["write", "read", "some"] as const).map((one) => ({ value: one, label: t(`keys.scope.${one}`) }))}
        value={whole}
        onChange={(next) => next !== null && onChange(next === "some" ? [] : [next])}
      />
      {whole === "some" && (
        <Table mt="xs" verticalSpacing={2} aria-label={t("keys.scopes")}>
          <Table.Tbody>
            {AREAS.map((area) => (
              <Table.Tr key={area}>
                <Table.Th scope="row" fw={400}>
                  {areas(area)}
                </Table.Th>
                <Table.Td align="right">
                  <SegmentedControl
                    size="xs"
                    aria-label={areas(area)}
                    value={levelOf(area)}
                    data={[
                      { value: "none", label: t("none") },
                      { value: "read", label: t("read") },
                      { value: "write", label: t("write") },
                    ]}
                    onChange={(level) => setLevel(area, level)}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}

/** A key's scopes in words: "Offers: write, Logs: read". */
export function useScopeText(): (scopes: readonly string[]) => string {
  const t = useWords(teamWords);
  const areas = useWords(areaRightWords);
  return (scopes) =>
    scopes
      .map((scope) => {
        if (scope === "write" || scope === "read") return t(`keys.scope.${scope}`);
        const [area, level] = scope.split(":");
        const known = RIGHTS.find(([name]) => name === area)?.[0];
        return `${known ? areas(known) : area} (${level === "write" || level === "read" ? t(level) : level})`;
      })
      .join(", ");
}
