/* MapFields - pairs of a name and a value, one a line; the value is a text, or one of some. */
import { ActionIcon, Button, Select, Stack, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import classes from "./forms.module.css";

export interface MapFieldsProps {
  map: Record<string, string>;
  onChange: (map: Record<string, string>) => void;
  words: { name: string; value: string; add: string; remove: string };
  choices?: readonly { value: string; label: string }[];
}

/** A name that is still empty is not in the map yet, so the lines are the form's own. */
export function MapFields({ map, onChange, words, choices }: MapFieldsProps): ReactElement {
  const [lines, setLines] = useState<[string, string][]>(() => Object.entries(map));
  const told = (next: [string, string][]): void => {
    setLines(next);
    onChange(Object.fromEntries(next.filter(([name]) => name.trim() !== "")));
  };
  const change = (at: number, line: [string, string]): void => told(lines.map((one, i) => (i === at ? line : one)));
  return (
    <Stack gap={4}>
      {lines.map(([name, value], i) => (
        <div key={i} className={classes.row}>
          <TextInput aria-label={`${words.name} ${i + 1}`} placeholder={words.name} value={name} onChange={(event) => change(i, [event.currentTarget.value, value])} />
          {choices ? (
            <Select aria-label={`${words.value} ${i + 1}`} allowDeselect={false} data={[...choices]} value={value} onChange={(next) => next !== null && change(i, [name, next])} />
          ) : (
            <TextInput aria-label={`${words.value} ${i + 1}`} placeholder={words.value} value={value} onChange={(event) => change(i, [name, event.currentTarget.value])} />
          )}
          <ActionIcon aria-label={`${words.remove} ${name}`} onClick={() => told(lines.filter((_, at) => at !== i))}>
            ✕
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="default" onClick={() => setLines([...lines, ["", choices?.[0]?.value ?? ""]])}>
          {words.add}
        </Button>
      </div>
    </Stack>
  );
}
