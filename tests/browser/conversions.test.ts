/* conversions - those that a person brings: one by hand, corrected, another one, a file of them, and the meaning of a word that nobody knew. By mouse and keyboard, in both languages. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import * as world from "../loop/world.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { LANGUAGES, type Language } from "../../web/src/i18n/words.ts";
import { conversionWords } from "../../web/src/pages/conversions/words.ts";
import { healthWords } from "../../web/src/pages/health/words.ts";
import { fieldWords, logWords, valueWords } from "../../web/src/pages/logs/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, sit, WIDE } from "./dashboard.ts";
import { Hands } from "./hands.ts";

function play(language: Language): void {
  describe(`conversions by hand, in ${language}`, () => {
    let server: Server;
    let hands: Hands;
    let cids: string[] = [];
    const t = <W extends string>(word: W, of: Record<W, readonly [string, string]>): string => hands.word(of, word);
    /** The row of that transaction, as its cells say it. */
    const cellOf = async (txid: string, column: "status" | "payout"): Promise<string> => hands.cell(hands.row(txid), t(column, fieldWords));
    const outcome = async (word: "recorded" | "updated"): Promise<void> => {
      const said = (await hands.sheet()).getByRole("status");
      await said.getByText(t(word, valueWords), { exact: true }).waitFor();
    };

    before(async () => {
      server = await start();
      await setUp(server, EMAIL);
      const loop = await world.makeLoop(server);
      for (let i = 0; i < 4; i++) cids.push((await world.visit(server, `/${loop.campaign.key}?external_id=x${i}&cost=0.01`)).cid);
      await world.postback(server, `cid=${cids[3]}&payout=1&txid=odd&status=aprooved&nid=${loop.network.id}`);
      hands = new Hands((await sit(await openBrowser(), server, { ...WIDE, language })).page, language);
    });
    after(() => server.stop());

    it("one is added, and says what became of it", async () => {
      await hands.go("conversions");
      await hands.press(`+ ${t("add", conversionWords)}`);
      await hands.write(t("cid", conversionWords), cids[0] ?? "");
      await hands.write(t("payout", conversionWords), "5");
      await hands.write(t("txid", conversionWords), "hand-1");
      await hands.press(t("create", formWords));
      await outcome("recorded");
      await hands.closeSheet();
      await hands.row("hand-1").waitFor();
      assert.match(await cellOf("hand-1", "payout"), /^5[.,]00$/);
      assert.equal(await cellOf("hand-1", "status"), t("sale", valueWords));
    });

    it("what is no click id is refused at its field", async () => {
      await hands.page.keyboard.press("n");
      await hands.write(t("cid", conversionWords), "not-a-click");
      await hands.press(t("create", formWords));
      await (await hands.sheet()).getByText(/cid/).first().waitFor();
      assert.equal(await hands.field(t("cid", conversionWords), await hands.sheet()).getAttribute("aria-invalid"), "true");
      await hands.closeSheet();
    });

    it("the same one again, with another payout and word, is corrected; another transaction is another one", async () => {
      await hands.press(`+ ${t("add", conversionWords)}`);
      for (const [txid, payout, status, became] of [["hand-1", "7.5", "", "updated"], ["hand-1", "", "rejected", "updated"], ["hand-2", "2", "", "recorded"]] as const) {
        await hands.write(t("cid", conversionWords), cids[0] ?? "");
        await hands.write(t("payout", conversionWords), payout);
        await hands.write(t("status", conversionWords), status);
        await hands.page.keyboard.press("Escape"); /* the proposals */
        await hands.write(t("txid", conversionWords), txid);
        await hands.press(t("create", formWords));
        await outcome(became);
        if (txid !== "hand-2") await hands.press(t("another", conversionWords));
      }
      await hands.closeSheet();
      await hands.row("hand-2").waitFor();
      assert.equal(await cellOf("hand-1", "status"), t("rejected", valueWords));
      assert.match(await cellOf("hand-1", "payout"), /^7[.,]50$/);
      assert.match(await cellOf("hand-2", "payout"), /^2[.,]00$/);
    });

    it("a file is looked at row by row before it is registered, and once more changes nothing", async () => {
      await hands.press(t("upload", conversionWords));
      const rows = `cid,payout,txid\n${cids[1]},3,file-1\n${cids[2]},4,file-2\nnonsense,1,file-3`;
      await hands.field(t("text", conversionWords), await hands.sheet()).click();
      await hands.page.keyboard.insertText(rows);
      await hands.press(t("preview", conversionWords));
      await hands.see(t("preview.is", conversionWords));
      assert.equal(server.count("SELECT count(*) AS n FROM conversion WHERE txid LIKE 'file-%'"), 0, "nothing is written yet");
      await hands.press(hands.word(conversionWords, "apply", { n: 2 }));
      await hands.see(t("applied.is", conversionWords));
      assert.equal(server.count("SELECT count(*) AS n FROM conversion WHERE txid LIKE 'file-%'"), 2);
      await hands.closeSheet();
      await hands.row("file-1").waitFor();
      await hands.row("file-2").waitFor();
    });

    it("a word that nobody knew gets its meaning, for what came before too", async () => {
      await hands.tick("tab", new RegExp(`^${t("unmapped", conversionWords)}`));
      const row = hands.row("aprooved");
      await row.waitFor();
      await hands.press(new RegExp(`^${t("map", conversionWords)}: aprooved`), row);
      const form = hands.page.getByRole("dialog");
      await hands.choose(t("map.means", healthWords), t("sale", healthWords), form);
      await hands.press(hands.word(healthWords, "map.do", { n: 1 }), form);
      await form.waitFor({ state: "detached" });
      await hands.see(new RegExp(t("unmapped.none", conversionWords)));
      await hands.tick("tab", t("log", conversionWords));
      await hands.row("odd").waitFor();
      await waitFor("its status", async () => {
        await hands.press(t("refresh", logWords));
        return (await cellOf("odd", "status")) === t("sale", valueWords);
      });
    });

    it("the ledger proves itself", () => {
      const { code, out } = server.verify();
      assert.equal(code, 0, out);
      cids = [];
    });
  });
}

for (const language of LANGUAGES) play(language);
