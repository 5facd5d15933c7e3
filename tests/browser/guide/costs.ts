/* costs - what the clicks cost by the network's own reckoning: a token of its API, the source that has it, and a run that fetches the costs. */
import { it } from "node:test";
import { formWords } from "../../../web/src/forms/words.ts";
import { apiWords } from "../../../web/src/pages/network/apiWords.ts";
import { costSyncWords } from "../../../web/src/pages/sources/costSyncWords.ts";
import { teamWords } from "../../../web/src/pages/team/words.ts";
import type { Walk } from "./walk.ts";

export function costs(walk: Walk): void {
  const t = (word: keyof typeof costSyncWords & string, values?: Record<string, string | number>): string => walk.hands.word(costSyncWords, word, values);
  let address = "";
  let token = "";

  it("the network's API gives its address and a token", async () => {
    const { hands, names, page } = walk;
    await hands.go("network/api");
    address = await hands.copy(hands.word(apiWords, "address"));
    await hands.press(hands.word(apiWords, "tokens.new"));
    await hands.write(hands.word(teamWords, "name"), names.token);
    await hands.press(hands.word(formWords, "create"));
    const made = page.getByRole("dialog", { name: hands.word(teamWords, "keys.made") });
    token = await hands.copy(hands.word(teamWords, "keys.made"), made);
    await hands.press(hands.word(teamWords, "done"), made);
    await made.waitFor({ state: "detached" });
  });

  it("the source has both, and the connection is tested", async () => {
    const { hands } = walk;
    await hands.go("sources");
    await hands.row("ExoClick").getByText("ExoClick", { exact: true }).dblclick();
    await hands.see(t("title"));
    const sheet = await hands.sheet();
    await sheet.locator("summary").filter({ hasText: t("title") }).click();
    await hands.write(t("url"), address);
    await sheet.getByLabel(t("token"), { exact: true }).click();
    await hands.page.keyboard.type(token);
    await hands.write(t("zone"), "Europe/Paris");
    await hands.press(hands.word(formWords, "save"));
    await hands.press(t("test"));
    await hands.see(t("test.currency", { currency: "USD" }));
  });

  it("what would change is shown first, then the costs are fetched", async () => {
    const { hands, page, pictures } = walk;
    await hands.press(t("dry"));
    await page.getByRole("status", { name: t("dry.title") }).waitFor();
    await hands.press(t("run"));
    await page.getByRole("status", { name: t("details") }).waitFor();
    await page.getByRole("table", { name: t("runs") }).getByText(t("outcome.done")).waitFor();
    const sheet = await hands.sheet();
    await pictures.take("costs", { parts: [sheet.locator("summary").filter({ hasText: t("title") }), sheet.getByRole("region", { name: t("title") })] });
  });

  it("from then on they are fetched by themselves", async () => {
    const { hands } = walk;
    await hands.tick("switch", t("enabled"));
    await hands.press(hands.word(formWords, "save"));
    await hands.see(hands.word(formWords, "saved", { name: "ExoClick" }));
    await hands.closeSheet();
  });
}
