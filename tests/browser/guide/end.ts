/* end - nothing is left over, and the guide is in the dashboard. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { waitFor } from "../../loop/harness.ts";
import { guideWords } from "../../../web/src/pages/guide/words.ts";
import { logWords } from "../../../web/src/pages/logs/words.ts";
import { shellWords } from "../../../web/src/shell/shellWords.ts";
import { Pictures } from "../pictures.ts";
import type { Walk } from "./walk.ts";

export function end(walk: Walk): void {
  it("no postback is left over, and the ledger proves itself", async () => {
    const { hands, server } = walk;
    await hands.go("logs");
    await hands.tick("tab", hands.word(logWords, "queue"));
    await hands.see(hands.word(logWords, "none.queue"));
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });

  it("the dashboard's help leads to the guide: its text, and each of its pictures", async () => {
    const { hands, page, pictures } = walk;
    await hands.press("Olga");
    await hands.tick("menuitem", hands.word(shellWords, "guide"));
    await hands.title(hands.word(guideWords, "title"));
    const guide = page.getByRole("article");
    await guide.getByRole("heading", { level: 2, name: /^6\. / }).waitFor();
    const images = await guide.getByRole("img").all();
    /* A picture that was only just taken is not in the program yet. */
    if (!Pictures.areKept) assert.equal(images.length, pictures.count);
    for (const image of images) {
      await image.scrollIntoViewIfNeeded();
      await waitFor("the picture", () => image.evaluate((one) => (one as unknown as { complete: boolean; naturalWidth: number }).naturalWidth > 200));
    }
    await guide.getByRole("link", { name: hands.word(guideWords, "open", { area: hands.area("offers") }) }).click();
    await hands.title(hands.area("offers"));
    await hands.closeSheet();
  });

  it("the guide shows these very pictures, and they are of today's screens", () => walk.pictures.check());
}
