/* settings - the parts of the settings by mouse and keyboard, in French: words and types of conversions, exchange rates, templates, costs told afterwards, the catalogue as a file. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { start, tempFolder, waitFor, type Json, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import * as world from "../loop/world.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { templateWords } from "../../web/src/forms/templateWords.ts";
import { listWords } from "../../web/src/pages/list/words.ts";
import { settingsWords } from "../../web/src/pages/settings/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, sit, WIDE } from "./dashboard.ts";
import { Hands } from "./hands.ts";

describe("the parts of the settings, in fr", () => {
  let server: Server;
  let hands: Hands;
  let loop: world.Loop;
  const t = (word: keyof typeof settingsWords, values?: Record<string, string | number>): string => hands.word(settingsWords, word, values);
  const part = async (word: "conversions" | "rates" | "templates" | "costs" | "catalogue"): Promise<void> => {
    await hands.go("settings");
    await hands.tick("tab", t(word));
  };
  const main = () => hands.page.getByRole("main");

  before(async () => {
    server = await start();
    await setUp(server, EMAIL);
    loop = await world.makeLoop(server, { campaign: { name: "Boucle" } });
    await world.visit(server, `/${loop.campaign.key}?external_id=x`);
    hands = new Hands((await sit(await openBrowser(), server, { ...WIDE, language: "fr" })).page, "fr");
  });
  after(() => server.stop());

  it("a type of conversions with its words is created, changed and taken away, and a status gets a word more", async () => {
    await part("conversions");
    await hands.write(t("lead"), "inscrit");
    await hands.page.keyboard.press("Enter");
    await hands.press(t("types.add"));
    const first = main().getByRole("group", { name: t("types.of", { n: 1 }) });
    await hands.write(t("name"), "Installation", first);
    await hands.write(t("types.words"), "install", first);
    await hands.page.keyboard.press("Enter");
    await hands.tick("switch", t("types.forward"), first);
    await hands.press(t("save"), main());
    await hands.see(t("saved"));
    await hands.page.reload();
    assert.equal(await hands.valueOf(t("name"), first), "Installation");
    let kept = await server.api<Json>("GET", "settings");
    assert.ok(((kept["status_words"] as Json)["lead"] as string[]).includes("inscrit"));
    assert.deepEqual(kept["conversion_types"], [{ name: "Installation", words: ["install"], status: "sale", counts: true, revenue: true, forward: false }]);

    await hands.write(t("name"), "Install", first);
    await hands.choose(t("types.status"), t("lead"), first);
    await hands.press(t("save"), main());
    await waitFor("the change", async () => {
      kept = await server.api<Json>("GET", "settings");
      const [type] = kept["conversion_types"] as Json[];
      return type?.["name"] === "Install" && type["status"] === "lead";
    });
    await hands.press(`${t("remove")}: Install`, first);
    await hands.press(t("save"), main());
    await waitFor("none is left", async () => ((await server.api<Json>("GET", "settings"))["conversion_types"] as Json[]).length === 0);
  });

  it("a day's rates are entered, corrected, and a line that is none is named", async () => {
    await part("rates");
    await hands.see(t("rates.empty"));
    for (const [text, shown] of [["USD 1,08\nGBP 0.85", "USD 1.08"], ["USD 1.09", "USD 1.09"]] as const) {
      await hands.press(t("rates.enter"));
      await hands.field(t("rates.lines"), await hands.sheet()).click();
      await hands.page.keyboard.type("dollar");
      await hands.see(t("rates.line.bad", { n: 1 }));
      await hands.page.keyboard.press("Control+A");
      await hands.page.keyboard.type(text);
      const sheet = await hands.sheet();
      await hands.press(hands.word(formWords, "save"));
      await sheet.waitFor({ state: "detached" });
      await hands.see(new RegExp(shown), main());
    }
    await hands.see(/GBP 0\.85/, main());
  });

  it("a template is created from a preset, edited, cloned, archived and restored, and fills a new source", async () => {
    await part("templates");
    await hands.press(t("templates.new"));
    await hands.write(t("name"), "Mes popunders");
    await hands.choose(t("templates.from"), "ExoClick");
    await hands.press(hands.word(formWords, "create"));
    const row = (name: string) => main().getByRole("row").filter({ has: hands.page.getByRole("cell", { name, exact: true }) });
    await row("Mes popunders").waitFor();

    await hands.press(`${t("edit")}: Mes popunders`);
    await hands.write(t("templates.notes"), "Demander la clé");
    await hands.press(hands.word(formWords, "save"));
    await hands.see("Demander la clé", main());

    await hands.press(`${t("clone")}: Mes popunders`);
    await hands.write(t("name"), "Mes bannières");
    await hands.press(hands.word(formWords, "save"));
    await row("Mes bannières").waitFor();

    await hands.press(`${t("archive")}: Mes bannières`);
    await row("Mes bannières").waitFor({ state: "detached" });
    await hands.press(t("undo"), hands.page.locator("body"));
    await row("Mes bannières").waitFor();
    await hands.press(`${t("archive")}: Mes bannières`);
    await row("Mes bannières").waitFor({ state: "detached" });
    const which = main().getByRole("combobox", { name: t("templates.which") });
    await which.click();
    await hands.page.keyboard.type(t("templates.archived"));
    await hands.page.keyboard.press("Enter");
    await hands.press(`${t("restore")}: Mes bannières`);
    await hands.see(t("templates.archived.none"));
    await which.click();
    await hands.page.keyboard.type(t("templates.active"));
    await hands.page.keyboard.press("Enter");
    await row("Mes bannières").waitFor();
    await row("Mes popunders").waitFor();

    await hands.go("sources");
    await hands.press(hands.word(listWords, "new"));
    await hands.page.keyboard.type("popunders");
    await hands.press(new RegExp(`^Mes popunders ${hands.word(templateWords, "own")}`));
    await hands.press(hands.word(formWords, "create"));
    await hands.closeSheet();
    await hands.row("Mes popunders").waitFor();
  });

  it("costs are looked at, then applied", async () => {
    await part("costs");
    const day = new Date().toISOString().slice(0, 10);
    await hands.field(t("costs.text"), main()).click();
    await hands.page.keyboard.insertText(`date_from,date_to,campaign,cost\n${day},${day},${loop.campaign.key},12.50`);
    await hands.press(t("costs.preview"));
    await hands.see(t("result.new"), main());
    await hands.press(t("costs.apply", { n: 1 }));
    await hands.see(t("costs.sum", { applied: 1, unchanged: 0, refused: 0, left: 0 }));
    const counts = (await server.api<Json>("GET", `campaigns/${loop.campaign.id}`))["counts"] as Json;
    assert.equal(counts["cost"], "12.5");
  });

  it("the catalogue is taken away as a file; brought back changed, it says first what that changes", async () => {
    await part("catalogue");
    const saved = path.join(tempFolder(), "catalogue.json");
    const [download] = await Promise.all([hands.page.waitForEvent("download"), hands.tick("link", t("catalogue.export"))]);
    await download.saveAs(saved);
    const text = fs.readFileSync(saved, "utf8");
    assert.match(text, /"Mes popunders"/);
    fs.writeFileSync(saved, text.replaceAll('"Boucle"', '"Boucle renommée"'));
    const bring = async (): Promise<void> => {
      const [chooser] = await Promise.all([hands.page.waitForEvent("filechooser"), hands.press(t("catalogue.import"))]);
      await chooser.setFiles(saved);
    };
    await bring();
    await hands.see(t("catalogue.plan", { file: "catalogue.json", n: 1 }));
    assert.equal((await server.api<Json>("GET", `campaigns/${loop.campaign.id}`))["name"], "Boucle", "nothing is written yet");
    await hands.press(t("catalogue.apply"));
    await hands.see(t("catalogue.applied", { n: 1 }));
    assert.equal((await server.api<Json>("GET", `campaigns/${loop.campaign.id}`))["name"], "Boucle renommée");
    await bring();
    await hands.see(t("catalogue.none", { file: "catalogue.json" }));
  });
});
