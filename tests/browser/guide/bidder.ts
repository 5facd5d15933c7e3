/* bidder - a bidder of the ad campaign: made without deciding by itself, tried out, then let go. */
import { it } from "node:test";
import { formWords } from "../../../web/src/forms/words.ts";
import { bidderWords } from "../../../web/src/pages/network/bidderWords.ts";
import type { Walk } from "./walk.ts";

export function bidder(walk: Walk): void {
  const t = (word: keyof typeof bidderWords & string, values?: Record<string, string | number>): string => walk.hands.word(bidderWords, word, values);

  it("a bidder is made, which decides only by hand at first", async () => {
    const { hands, names } = walk;
    await hands.go("network/campaigns");
    await hands.press(names.ad);
    await hands.press(t("bidder.open"));
    await hands.choose(t("goal"), names.goal);
    await hands.choose(t("every"), t("every.0"));
    await hands.write(t("test.budget"), "0.01");
    await hands.write(t("price.max"), "0.1");
    await hands.press(hands.word(formWords, "create"));
  });

  it("a dry run says what it would decide", async () => {
    const { hands, page, pictures } = walk;
    await hands.press(t("dry.run"));
    await page.getByRole("table", { name: t("dry.title") }).getByRole("row").nth(1).waitFor();
    await pictures.take("bidder");
  });

  it("from then on it decides by itself", async () => {
    const { hands } = walk;
    await hands.choose(t("every"), t("every.n", { n: 6 }));
    await hands.press(hands.word(formWords, "save"));
    await hands.see(hands.word(formWords, "saved", { name: walk.names.ad }));
    await hands.closeSheet();
  });
}
