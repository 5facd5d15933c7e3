/* reconciliation - why the two sides differ, and a statement in the place of what a network elsewhere counted. */
import { it } from "node:test";
import { statementWords } from "../../../web/src/pages/reconcile/statementWords.ts";
import { causeWords, reconcileWords } from "../../../web/src/pages/reconcile/words.ts";
import type { Walk } from "./walk.ts";

export function reconciliation(walk: Walk): void {
  it("a lead, of which the source is not told, is what the two sides differ by", async () => {
    const { hands, page, pictures } = walk;
    const visitor = await walk.visitor();
    await visitor.goto(walk.adClickUrl);
    await walk.convert(visitor, "3", "order-2&status=lead");
    await hands.go("reconcile");
    await hands.choose(hands.word(reconcileWords, "source"), "ExoClick", page.getByRole("main"));
    await page.getByRole("img", { name: hands.word(reconcileWords, "bridge.label", { tracker: "2", network: "1" }) }).locator("canvas").waitFor();
    await page.getByRole("table", { name: hands.word(reconcileWords, "bridge") }).getByText(hands.word(causeWords, "not_sent"), { exact: true }).waitFor();
    await pictures.take("reconciliation", { height: 620 });
    const cause = hands.word(causeWords, "not_sent");
    await hands.press(hands.word(reconcileWords, "entries.open", { cause }), page.getByRole("main"));
    await page.getByRole("region", { name: hands.word(reconcileWords, "entries.of", { cause }) }).locator("tbody tr").first().waitFor();
  });

  it("a statement of a network elsewhere is seen before it is kept", async () => {
    const { hands, names, page, pictures } = walk;
    const s = (word: keyof typeof statementWords & string): string => hands.word(statementWords, word);
    await hands.press(s("upload"));
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), hands.press(s("file"))]);
    const today = new Date().toISOString().slice(0, 10);
    pictures.mask(today);
    await chooser.setFiles({ name: "exoclick.csv", mimeType: "text/csv", buffer: Buffer.from(`Date,Campaign,Conversions,Payout\n${today},1,1,5\n`) });
    await page.getByRole("region", { name: s("campaigns") }).getByText(names.campaign, { exact: true }).waitFor();
    await pictures.take("statement");
    await hands.press(s("keep"));
    await hands.see(s("kept"));
    await page.getByRole("table").getByText("exoclick.csv", { exact: true }).waitFor();
  });
}
