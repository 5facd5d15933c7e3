/* ConditionRow - one condition of a rule: what is looked at, and which values hold. */
import { ActionIcon, MultiSelect, Select, TagsInput, TextInput } from "@mantine/core";
import { useMemo, type ReactElement } from "react";
import type { Schemas } from "../api/client.ts";
import { useWords } from "../i18n/words.ts";
import { AD_CONDITION_FIELDS, CONDITION_FIELDS, mayBeUnknown, TOKEN_PARAM, TOKEN_SLOTS, wordsOf, type FieldName } from "./conditions.ts";
import { useConditionText } from "./conditionText.ts";
import { useCountries } from "./countries.ts";
import { DEVICE_FIELDS, DeviceValues } from "./DeviceValues.tsx";
import { PLACE_FIELDS, PlaceValues } from "./PlaceValues.tsx";
import { ZoneValues } from "./ZoneValues.tsx";
import classes from "./paths.module.css";
import { pathWords } from "./pathWords.ts";

export type Condition = Schemas["flow"]["rules"][number]["conditions"][number];

export interface ConditionRowProps {
  /** From 1, for labels. */
  n: number;
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
  /** What the source calls its tokens, by slot. */
  tokenNames: Record<number, string>;
  /** It says whom an ad is for: there are no tokens, but sites and zones. */
  isOfAd?: boolean;
  /** The one country that the rule asks for, if it is one: places are searched there. */
  country?: string | undefined;
  /** By the condition's own fields: "values[0]". */
  errorOf: (field: string) => string | undefined;
}

export function ConditionRow({ n, condition, onChange, onRemove, tokenNames, errorOf, country, isOfAd = false }: ConditionRowProps): ReactElement {
  const t = useWords(pathWords);
  const isByParam = condition.field.startsWith(TOKEN_PARAM);
  const kind = isByParam ? TOKEN_PARAM : condition.field;
  const fields = useMemo(
    () => [
      ...(isOfAd ? AD_CONDITION_FIELDS : CONDITION_FIELDS).map(({ field }) => ({ value: field, label: t(`field.${field}` as FieldName) })),
      ...(isOfAd ? [] : [{ value: TOKEN_PARAM, label: t("token.param") }]),
      ...Array.from({ length: isOfAd ? 0 : TOKEN_SLOTS }, (_, at) => {
        const name = tokenNames[at + 1];
        return { value: `token${at + 1}`, label: name ? `${t("token.n", { n: at + 1 })} · ${name}` : t("token.n", { n: at + 1 }) };
      }),
    ],
    [t, tokenNames, isOfAd],
  );
  const valueError = condition.values.map((_, at) => errorOf(`values[${at}]`)).find((one) => one !== undefined) ?? errorOf("values");
  return (
    <div className={classes.condition}>
      <Select
        aria-label={t("condition.n", { n })}
        data={fields}
        value={kind}
        onChange={(field) => field !== null && field !== kind && onChange({ ...condition, field, values: [], tz: null })}
        error={isByParam ? undefined : errorOf("field")}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t("search.none")}
        className={classes.field}
      />
      {isByParam && (
        <TextInput
          aria-label={t("condition.param", { n })}
          value={condition.field.slice(TOKEN_PARAM.length)}
          onChange={(event) => onChange({ ...condition, field: TOKEN_PARAM + event.currentTarget.value.trim() })}
          error={errorOf("field")}
          className={classes.field}
        />
      )}
      <Select
        aria-label={t("condition.op", { n })}
        data={[
          { value: "in", label: t("op.in") },
          { value: "not_in", label: t("op.not_in") },
        ]}
        value={condition.op}
        onChange={(op) => onChange({ ...condition, op: op === "not_in" ? "not_in" : "in" })}
        allowDeselect={false}
        className={classes.op}
      />
      <div className={classes.values}>
        <Values n={n} condition={condition} error={valueError} country={country} onChange={(values) => onChange({ ...condition, values })} />
        {(condition.field === "weekday" || condition.field === "hour") && <Zone n={n} condition={condition} onChange={onChange} error={errorOf("tz")} />}
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={t("condition.remove", { n })} onClick={onRemove}>
        ×
      </ActionIcon>
    </div>
  );
}

function Values({ n, condition, onChange, error, country }: { n: number; condition: Condition; onChange: (values: string[]) => void; error: string | undefined; country: string | undefined }): ReactElement {
  const t = useWords(pathWords);
  const countries = useCountries();
  const text = useConditionText();
  const words = wordsOf(condition.field);
  const label = t("condition.values", { n });
  const unknown = mayBeUnknown(condition.field) ? [{ value: "unknown", label: t("unknown") }] : [];
  if (words || condition.field === "country") {
    const known = words ? words.map((word) => ({ value: word, label: text.value(condition.field, word) })) : countries;
    const data = [...known, ...unknown];
    const others = condition.values.filter((value) => !data.some((one) => one.value === value)).map((value) => ({ value, label: value }));
    return <MultiSelect aria-label={label} data={[...data, ...others]} value={condition.values} onChange={onChange} error={error} searchable hidePickedOptions nothingFoundMessage={t("search.none")} />;
  }
  if (condition.field === "site" || condition.field === "zone") return <ZoneValues resource={`${condition.field}s`} label={label} values={condition.values} onChange={onChange} error={error} />;
  if (PLACE_FIELDS.includes(condition.field)) return <PlaceValues field={condition.field} label={label} values={condition.values} onChange={onChange} error={error} country={country} />;
  if (DEVICE_FIELDS.includes(condition.field)) return <DeviceValues field={condition.field} label={label} values={condition.values} onChange={onChange} error={error} />;
  const hint = `hint.${condition.field}`;
  return (
    <TagsInput
      aria-label={label}
      placeholder={condition.values.length === 0 ? (hint in pathWords ? t(hint as keyof typeof pathWords) : t("values")) : undefined}
      data={unknown}
      value={condition.values}
      onChange={onChange}
      error={error}
      acceptValueOnBlur
      splitChars={condition.field === "user_agent" ? [] : [","]}
    />
  );
}

function Zone({ n, condition, onChange, error }: { n: number; condition: Condition; onChange: (condition: Condition) => void; error: string | undefined }): ReactElement {
  const t = useWords(pathWords);
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  return (
    <Select
      aria-label={t("condition.tz", { n })}
      placeholder={t("tz.workspace")}
      data={zones}
      value={condition.tz}
      onChange={(tz) => onChange({ ...condition, tz })}
      error={error}
      searchable
      clearable
      limit={60}
      nothingFoundMessage={t("search.none")}
      mt={4}
    />
  );
}
