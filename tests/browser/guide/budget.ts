/* budget - what the ad campaign may cost: pricing and price, total and daily budget, how often one visitor sees it. */
import { it } from "node:test";
import { formWords } from "../../../web/src/forms/words.ts";
import { budgetWords } from "../../../web/src/pages/network/budgetWords.ts";
import { adWords } from "../../../web/src/pages/network/words.ts";
import type { Walk } from "./walk.ts";

export function budget(walk: Walk): void {
  const t = (word: keyof typeof budgetWords & string): string => walk.hands.word(budgetWords, word);

  it("the ad campaign is given a price, budgets and a cap", async () => {
    const { hands, names } = walk;
    await hands.go("network/campaigns");
    await hands.press(names.ad);
    await hands.choose(hands.word(adWords, "pricing"), hands.word(adWords, "pricing.cpc"));
    await hands.write(hands.word(adWords, "price"), "0.05");
    await (await hands.sheet()).locator("summary").filter({ hasText: t("limits") }).click();
    await hands.write(t("total_budget"), "100");
    await hands.write(t("daily_budget"), "20");
    await hands.write(t("capping.quantity"), "5");
    await hands.write(t("capping.hours"), "24");
    await hands.press(hands.word(formWords, "save"));
    await hands.see(hands.word(formWords, "saved", { name: names.ad }));
  });

  it("beside its form stands what is spent and what is left", async () => {
    const { hands, names, pictures } = walk;
    await hands.press(names.ad);
    await hands.see(t("state.delivering"));
    await hands.see(/100[.,]00/);
    await pictures.take("budget");
    await hands.closeSheet();
  });
}
