/* networkForm - what the network's editor holds. */
import type { Rows } from "../../api/hooks.ts";
import { commonOf, NO_COMMON, type Common } from "../../forms/CommonFields.tsx";
import type { Template } from "../../forms/TemplatePicker.tsx";

type Network = Rows["networks"];
export interface NetworkForm extends Common, Pick<Network, "name" | "template" | "offer_url_template" | "append_click_id" | "duplicate_mode" | "ip_allow" | "secret" | "default_status" | "status_map" | "currency" | "postback_macros"> {}

export const EMPTY_NETWORK: NetworkForm = {
  ...NO_COMMON, name: "", template: null, offer_url_template: null, append_click_id: false, duplicate_mode: "update", ip_allow: [], secret: null, default_status: "sale", status_map: {}, currency: null,
  postback_macros: {},
};

export const readNetwork = (row: Network): NetworkForm => ({
  ...commonOf(row), name: row.name, template: row.template, offer_url_template: row.offer_url_template, append_click_id: row.append_click_id, duplicate_mode: row.duplicate_mode, ip_allow: row.ip_allow,
  secret: row.secret, default_status: row.default_status, status_map: row.status_map, currency: row.currency, postback_macros: row.postback_macros,
});

export function fromNetworkTemplate(template: Template | null): NetworkForm {
  return template === null ? EMPTY_NETWORK : { ...EMPTY_NETWORK, ...(template.fields as Partial<NetworkForm>), name: template.name, template: template.template };
}

/** The network as it stands in the form, for a preview of its offers' URLs. */
export const networkDraft = (form: NetworkForm, saved: Network | undefined): object => ({
  name: form.name.trim() || "-", offer_url_template: form.offer_url_template, append_click_id: form.append_click_id, click_param: saved?.click_param ?? null,
});

/** What a template of it fills: not what is this account's alone. */
export function networkTemplateOf({ offer_url_template, append_click_id, duplicate_mode, default_status, status_map, currency, postback_macros, ip_allow }: NetworkForm): object {
  return { offer_url_template, append_click_id, duplicate_mode, default_status, status_map, currency, postback_macros, ip_allow };
}

export const NETWORK_FIELDS = ["name", "offer_url_template", "duplicate_mode", "ip_allow", "secret", "default_status", "currency"];
