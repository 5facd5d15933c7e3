/* findings - what needs a hand: the answer's shapes, and which page the mending step leads to. */
import type { Schemas } from "../../api/client.ts";
import { pageOf } from "./addresses.ts";

export type Health = Schemas["tracking_health"];
export type Finding = Health["findings"][number];

/** A finding has no id: what it is about names it. */
export const keyOf = (finding: Finding): string => [finding.code, finding.workspace_id, finding.entity?.kind, finding.entity?.id, finding.detail].join(" ");

/** Where the one step is taken; null: right there (a word is mapped), or outside of the dashboard. */
export function stepOf(finding: Finding): string | null {
  const { action, open } = finding.mend;
  switch (action) {
    case "map":
      return null;
    case "resend":
    case "decide":
      return pageOf(finding.entries) ?? pageOf(open);
    case "report": {
      const filter = finding.entity ? `&filter=${finding.entity.kind}:${finding.entity.id}` : "";
      return `/reports?group_by=day,offer&dates=last7${filter}`;
    }
    case "import_rates":
      return "/settings/rates";
    case "check_disk":
      return "/health";
    default:
      return pageOf(open) ?? pageOf(finding.entries);
  }
}
