/* DimensionMenu - picks one of all dimensions by a part of its name. */
import { Combobox, ScrollArea, useCombobox } from "@mantine/core";
import { useState, type ReactElement, type ReactNode } from "react";
import { useWords } from "../../i18n/words.ts";
import { groupWords, type DimensionGroup } from "./dimensions.ts";
import { reportWords } from "./words.ts";

export interface DimensionMenuProps {
  groups: readonly (readonly [DimensionGroup, readonly string[]])[];
  nameOf: (name: string) => string;
  onPick: (name: string) => void;
  /** The button that opens it. */
  target: (toggle: () => void) => ReactNode;
}

/** What people type has no accents. */
const plain = (text: string): string => text.normalize("NFD").replace(/[\u0300-\u036f’']/g, "").toLowerCase();

export function DimensionMenu({ groups, nameOf, onPick, target }: DimensionMenuProps): ReactElement {
  const t = useWords(reportWords);
  const g = useWords(groupWords);
  const [search, setSearch] = useState("");
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch("");
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const fits = (name: string): boolean => plain(`${nameOf(name)} ${name}`).includes(plain(search.trim()));
  return (
    <Combobox
      store={combobox}
      width={280}
      position="bottom-start"
      onOptionSubmit={(name) => {
        onPick(name);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <span>{target(() => combobox.toggleDropdown())}</span>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t("group.search")}
          placeholder={t("group.search")}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            requestAnimationFrame(() => combobox.selectFirstOption());
          }}
        />
        <Combobox.Options>
          <ScrollArea.Autosize mah={320} type="auto">
            {groups.map(([group, names]) => {
              const found = names.filter(fits);
              return found.length === 0 ? null : (
                <Combobox.Group key={group} label={g(group)}>
                  {found.map((name) => (
                    <Combobox.Option key={name} value={name}>
                      {nameOf(name)}
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              );
            })}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
