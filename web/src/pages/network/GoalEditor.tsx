/* GoalEditor - a conversion goal, with the guide's three fields first; on the right its id and URLs. */
import { NumberInput, Radio, Select, Stack, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useSave, type Rows } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { EditorActs, Loaded, useTellSaved } from "./editing.tsx";
import { GoalLinks } from "./GoalLinks.tsx";
import { useActs } from "./useActs.tsx";
import { adWords } from "./words.ts";

const VALUES = ["none", "fixed", "dynamic"] as const;
const COUNTS = ["legacy", "one", "every"] as const;
const TYPES = [
  "Lead - Single Opt In", "Lead - Double Opt In", "Multiple Conversions Types", "Subscription - Carrier Billing",
  "Subscription - Credit Card", "Purchase - Carrier Billing", "Purchase - Credit Card",
] as const;

/** nextOrder: behind the goals that there are. */
export function GoalEditor({ id, nextOrder, close }: { id: string; nextOrder: number; close: () => void }): ReactElement {
  const t = useWords(adWords);
  return (
    <Loaded resource="goals" id={id} title={t("goal")} close={close}>
      {(goal) => <Form goal={goal} nextOrder={nextOrder} close={close} />}
    </Loaded>
  );
}

function Form({ goal, nextOrder, close }: { goal: Rows["goals"] | null; nextOrder: number; close: () => void }): ReactElement {
  const t = useWords(adWords);
  const { params, set } = useUrl();
  const isOurs = useSession().mayWrite("goals");
  const acts = useActs("goals");
  const tellSaved = useTellSaved();
  const saving = useSave("goals");
  const draft = useDraft(
    {
      name: goal?.name ?? "",
      value: goal?.value ?? { type: "none" as "none" | "fixed" | "dynamic", amount: "0" },
      order: goal?.order ?? nextOrder,
      count: goal?.count ?? ("legacy" as const),
      retry_guard_s: goal?.retry_guard_s ?? 0,
      window_days: goal?.window_days ?? 30,
      conv_type: goal?.conv_type ?? null,
      version: goal?.version,
    },
    ["name", "value", "value.type", "value.amount", "order", "count", "retry_guard_s", "window_days", "conv_type"],
  );
  const { value } = draft;
  const save = (): void => {
    const { version, ...body } = value;
    saving.mutate(
      { id: goal?.id, body: goal ? { ...body, version } : body },
      {
        onSuccess: (saved) => {
          tellSaved(saved);
          if (goal) close();
          else set({ edit: saved.id, created: "1" }, { replace: true });
        },
        onError: draft.refuse,
      },
    );
  };
  return (
    <EditorDrawer
      title={goal ? goal.name : t("goal.new")}
      close={close}
      isNew={goal === null}
      isSaving={saving.isPending}
      formError={draft.formError}
      {...(isOurs ? { save } : {})}
      actions={goal && isOurs && <EditorActs entity={goal} acts={acts} close={close} />}
      aside={<GoalLinks goal={goal} isCreated={params.get("created") !== null} />}
    >
      <Stack gap="sm">
        <TextInput label={t("name")} required data-autofocus value={value.name} error={draft.errorOf("name")} onChange={(event) => draft.set("name", event.currentTarget.value)} readOnly={!isOurs} />
        <Radio.Group label={t("goal.value")} value={value.value.type} error={draft.errorOf("value.type") ?? draft.errorOf("value")} onChange={(type) => draft.set("value", { ...value.value, type: VALUES.find((one) => one === type) ?? "none" })}>
          <Stack gap={4} mt={4}>
            {VALUES.map((type) => (
              <Radio key={type} size="xs" value={type} disabled={!isOurs} label={t(`value.${type}`)} description={t(`value.${type}.hint`)} />
            ))}
          </Stack>
        </Radio.Group>
        {value.value.type === "fixed" && (
          <TextInput label={t("goal.amount")} required inputMode="decimal" value={value.value.amount} error={draft.errorOf("value.amount")} onChange={(event) => draft.set("value", { ...value.value, amount: event.currentTarget.value.trim().replace(",", ".") })} readOnly={!isOurs} />
        )}
        <NumberInput label={t("goal.order")} description={t("goal.order.hint")} allowDecimal={false} value={value.order} error={draft.errorOf("order")} onChange={(order) => draft.set("order", Number(order))} readOnly={!isOurs} />
        <Select
          label={t("goal.count")}
          allowDeselect={false}
          data={COUNTS.map((count) => ({ value: count, label: t(`count.${count}`) }))}
          value={value.count}
          error={draft.errorOf("count")}
          onChange={(count) => draft.set("count", COUNTS.find((one) => one === count) ?? "legacy")}
          readOnly={!isOurs}
        />
        {value.count === "every" && (
          <NumberInput label={t("goal.guard")} description={t("goal.guard.hint")} allowDecimal={false} min={0} max={3600} value={value.retry_guard_s} error={draft.errorOf("retry_guard_s")} onChange={(seconds) => draft.set("retry_guard_s", Number(seconds))} readOnly={!isOurs} />
        )}
        <NumberInput label={t("goal.window")} description={t("goal.window.hint")} allowDecimal={false} min={1} max={90} value={value.window_days} error={draft.errorOf("window_days")} onChange={(days) => draft.set("window_days", Number(days))} readOnly={!isOurs} />
        <Select
          label={t("goal.type")}
          description={t("goal.type.hint")}
          clearable
          data={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
          value={value.conv_type}
          error={draft.errorOf("conv_type")}
          onChange={(type) => draft.set("conv_type", TYPES.find((one) => one === type) ?? null)}
          readOnly={!isOurs}
        />
      </Stack>
    </EditorDrawer>
  );
}
